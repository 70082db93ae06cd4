#pragma once
#include <zlib.h>

// inflateInit2 is a macro. 15 + 32: largest window, gzip or zlib header detected.
static inline int wherefrom_inflate_init(z_stream *s) { return inflateInit2(s, 15 + 32); }

// Deflate without any header, as some clients send under "deflate".
static inline int wherefrom_inflate_init_raw(z_stream *s) { return inflateInit2(s, -15); }

// deflateInit2 is a macro too. 15 + 16: largest window, gzip header.
static inline int wherefrom_deflate_init_gzip(z_stream *s, int level) {
    return deflateInit2(s, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
