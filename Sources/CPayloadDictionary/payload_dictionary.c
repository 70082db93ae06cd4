#include "CPayloadDictionary.h"

// #embed is of C23; the compilers in use take it in every C mode.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t dictionary_v1[] = {
#embed "payload-v1.dict"
};

const uint8_t *wherefrom_payload_dictionary_v1(void) {
    return dictionary_v1;
}

size_t wherefrom_payload_dictionary_v1_count(void) {
    return sizeof(dictionary_v1);
}
