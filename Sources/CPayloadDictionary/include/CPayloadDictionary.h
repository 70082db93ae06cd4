#ifndef WHEREFROM_PAYLOAD_DICTIONARY_H
#define WHEREFROM_PAYLOAD_DICTIONARY_H

#include <stddef.h>
#include <stdint.h>

/// The zstd dictionary for the payloads of an empty store, at most 64 KB, trained on generated events
/// (scripts/train-dictionary.sh). Its zstd dictionary id is 40001. Stored payloads name the dictionary they were
/// compressed with, so a shipped dictionary never changes: a better one becomes version 2 beside it.
const uint8_t *wherefrom_payload_dictionary_v1(void);

/// Number of bytes that wherefrom_payload_dictionary_v1 points to.
size_t wherefrom_payload_dictionary_v1_count(void);

#endif
