#include "CDemoStory.h"

// #embed is C23; clang takes it in older modes, too, and warns.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char story[] = {
#embed "../../examples/demo/story.ndjson"
};

const unsigned char *wherefrom_demo_story(void) { return story; }
size_t wherefrom_demo_story_bytes(void) { return sizeof story; }
