#ifndef STEPWELL_CSYNCCOUNT_H
#define STEPWELL_CSYNCCOUNT_H

/// How often this process has called `fsync` or `fdatasync`; always 0 where that cannot be counted.
///
/// On Linux this library defines both, counts, and asks the kernel itself: a definition in the executable wins over the
/// C library's, for SQLite's calls as well.
long stepwell_sync_count(void);

#endif
