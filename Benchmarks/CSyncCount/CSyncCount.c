#define _GNU_SOURCE
#include "CSyncCount.h"

#ifdef __linux__
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_long count;

/// Asks the kernel, and then waits until what a slower disk would have taken is over.
static int slow_sync(long call, int file) {
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    const char *microseconds = getenv("STEPWELL_SYNC_MICROSECONDS");
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    int result = (int)syscall(call, file);
    if (microseconds == NULL) return result;
    int error = errno;
    long nanoseconds = end.tv_nsec + 1000 * atol(microseconds);
    end.tv_sec += nanoseconds / 1000000000;
    end.tv_nsec = nanoseconds % 1000000000;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR) {}
    errno = error;
    return result;
}

int fsync(int file) { return slow_sync(SYS_fsync, file); }

int fdatasync(int file) { return slow_sync(SYS_fdatasync, file); }

long stepwell_sync_count(void) { return atomic_load_explicit(&count, memory_order_relaxed); }
#else
long stepwell_sync_count(void) { return 0; }
#endif
