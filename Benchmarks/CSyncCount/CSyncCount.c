#define _GNU_SOURCE
#include "CSyncCount.h"

#ifdef __linux__
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long count;

int fsync(int file) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    return (int)syscall(SYS_fdatasync, file);
}

long stepwell_sync_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }
#else
long stepwell_sync_count(void) { return 0; }
#endif
