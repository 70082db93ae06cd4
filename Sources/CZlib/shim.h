#pragma once
#include <zlib.h>

// inflateInit2 is a macro. 15 + 32: largest window, gzip or zlib header detected.
static inline int wherefrom_inflate_init(z_stream *s) { return inflateInit2(s, 15 + 32); }
