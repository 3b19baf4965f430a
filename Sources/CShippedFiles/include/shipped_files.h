#pragma once

#include <stddef.h>

/// A file that comes with the program, by its path in the folder that it belongs to.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t count;
} shipped_file;

/// Of the folder of pathways.
size_t shipped_file_count(void);
/// The file at a place below the count.
shipped_file shipped_file_at(size_t place);

/// Of what plugins in Swift are built with.
size_t shipped_sdk_file_count(void);
/// The file at a place below the count.
shipped_file shipped_sdk_file_at(size_t place);
