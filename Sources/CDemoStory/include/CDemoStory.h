#pragma once
#include <stddef.h>

// The events of examples/demo/story.ndjson, with placeholders for their times.
const unsigned char *wherefrom_demo_story(void);
size_t wherefrom_demo_story_bytes(void);
