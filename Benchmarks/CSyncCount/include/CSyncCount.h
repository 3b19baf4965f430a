#ifndef STEPWELL_CSYNCCOUNT_H
#define STEPWELL_CSYNCCOUNT_H

/// How often this process has called `fsync` or `fdatasync`; always 0 where that cannot be counted.
///
/// On Linux this library defines both, counts, and asks the kernel itself: a definition in the executable wins over the
/// C library's, for SQLite's calls as well. Each takes as many microseconds at least as `STEPWELL_SYNC_MICROSECONDS` in
/// the environment says, so that a slow disk can be had on any.
long stepwell_sync_count(void);

#endif
