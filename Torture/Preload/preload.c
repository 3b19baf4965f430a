// Stands between a program and the files of its store (LD_PRELOAD): records what is written and synced, kills the
// process at a named call, lets calls fail, or takes the store's lock away. All of it by environment variables, so that
// the program under test is the one that is shipped.
//
//   TORTURE_FOLDER=DIR        the files that are meant: those in this folder
//   TORTURE_RECORD=FILE       appends every write, truncation, sync, creation, unlink, link and rename to FILE
//   TORTURE_KILL=CALL:N       SIGKILL at the N-th CALL: lock, unlock, write, sync, truncate; before it, or after it
//                             where CALL has a '+' in front
//   TORTURE_FAIL=CALL:N:ERRNO the N-th CALL fails once; with ERRNO negative, it and all after it
//   TORTURE_NO_LOCK=1         flock() succeeds and does nothing
//   TORTURE_JITTER=N          one call in four waits up to N microseconds

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_CREATE = 1, OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_SYNC_FOLDER, OP_UNLINK, OP_LINK, OP_RENAME };

struct header {
    uint32_t magic, op;
    uint64_t file, offset, length;
};

#define FILES 4096
static unsigned char isOurs[FILES];
static char folder[PATH_MAX];
static size_t folderLength;
static int record = -1;
static char killCall[16], failCall[16];
static int killAfter, killAt = -1, failAt = -1, failWith, noLock, jitter;
static int killCount, failCount;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

static void begin(void) {
    const char *text = getenv("TORTURE_FOLDER");
    if (!text) return;
    if (!realpath(text, folder)) return;
    folderLength = strlen(folder);
    if ((text = getenv("TORTURE_RECORD")))
        record = REAL(open)(text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if ((text = getenv("TORTURE_KILL"))) {
        killAfter = *text == '+';
        sscanf(text + killAfter, "%15[^:]:%d", killCall, &killAt);
    }
    if ((text = getenv("TORTURE_FAIL"))) sscanf(text, "%15[^:]:%d:%d", failCall, &failAt, &failWith);
    noLock = getenv("TORTURE_NO_LOCK") != NULL;
    if ((text = getenv("TORTURE_JITTER"))) {
        jitter = atoi(text);
        srandom((unsigned)getpid());
    }
}

static int meant(const char *path) {
    pthread_once(&once, begin);
    if (!folderLength || !path) return 0;
    char whole[PATH_MAX];
    if (*path != '/') {
        if (!getcwd(whole, sizeof whole)) return 0;
        size_t length = strlen(whole);
        snprintf(whole + length, sizeof whole - length, "/%s", path);
        path = whole;
    }
    if (strncmp(path, folder, folderLength) || (path[folderLength] && path[folderLength] != '/')) return 0;
    size_t length = strlen(path);
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

static int ours(int file) {
    pthread_once(&once, begin);
    return file >= 0 && file < FILES && isOurs[file];
}

static void append(uint32_t op, uint64_t file, uint64_t offset, const void *data, size_t length) {
    if (record < 0) return;
    struct header head = {0x54524f54, op, file, offset, length};
    struct iovec parts[2] = {{&head, sizeof head}, {(void *)data, length}};
    int kept = errno;
    if (writev(record, parts, length ? 2 : 1) < 0) abort();
    errno = kept;
}

static void appendNames(uint32_t op, uint64_t file, const char *first, const char *second) {
    char names[2 * PATH_MAX];
    const char *one = strrchr(first, '/'), *two = second ? strrchr(second, '/') : NULL;
    int length = snprintf(
        names, sizeof names, "%s\n%s", one ? one + 1 : first, second ? (two ? two + 1 : second) : "");
    append(op, file, 0, names, (size_t)length);
}

static uint64_t number(int file) {
    struct stat status;
    return fstat(file, &status) == 0 ? status.st_ino : 0;
}

// Before a call: dies, waits, or says that the call is to fail.
static int before(const char *call) {
    if (jitter && random() % 4 == 0) usleep((useconds_t)(random() % jitter));
    if (!killAfter && killAt > 0 && !strcmp(call, killCall) && ++killCount == killAt) kill(getpid(), SIGKILL);
    if (failAt > 0 && !strcmp(call, failCall)) {
        failCount += 1;
        if (failCount == failAt || (failWith < 0 && failCount > failAt)) {
            errno = failWith < 0 ? -failWith : failWith;
            return 1;
        }
    }
    return 0;
}

static void after(const char *call) {
    if (killAfter && killAt > 0 && !strcmp(call, killCall) && ++killCount == killAt) kill(getpid(), SIGKILL);
}

static int opened(int file, const char *path, int isNew) {
    if (file < 0 || file >= FILES) return file;
    isOurs[file] = (unsigned char)meant(path);
    if (isOurs[file] && isNew) appendNames(OP_CREATE, number(file), path, NULL);
    return file;
}

static int isMissing(const char *path, int flags) {
    struct stat status;
    return (flags & O_CREAT) && meant(path) && lstat(path, &status) != 0;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list list;                                                                                                  \
        va_start(list, flags);                                                                                         \
        mode_t mode = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(list, mode_t) : 0;                \
        va_end(list);                                                                                                  \
        int isNew = isMissing(path, flags);                                                                            \
        return opened(REAL(name)(path, flags, mode), path, isNew);                                                     \
    }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (ours(file)) isOurs[file] = 0;
    return REAL(close)(file);
}

#define PWRITE(name, offset_type)                                                                                      \
    ssize_t name(int file, const void *data, size_t length, offset_type offset) {                                      \
        if (!ours(file)) return REAL(name)(file, data, length, offset);                                                \
        if (before("write")) return -1;                                                                                \
        ssize_t written = REAL(name)(file, data, length, offset);                                                      \
        if (written > 0) append(OP_WRITE, number(file), (uint64_t)offset, data, (size_t)written);                      \
        after("write");                                                                                                \
        return written;                                                                                                \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int file, const void *data, size_t length) {
    if (!ours(file)) return REAL(write)(file, data, length);
    if (before("write")) return -1;
    ssize_t written = REAL(write)(file, data, length);
    if (written > 0) {
        off_t end = lseek(file, 0, SEEK_CUR);
        append(OP_WRITE, number(file), (uint64_t)(end - written), data, (size_t)written);
    }
    after("write");
    return written;
}

#define TRUNCATE(name, offset_type)                                                                                    \
    int name(int file, offset_type length) {                                                                           \
        if (!ours(file)) return REAL(name)(file, length);                                                              \
        if (before("truncate")) return -1;                                                                             \
        int result = REAL(name)(file, length);                                                                         \
        if (result == 0) append(OP_TRUNCATE, number(file), (uint64_t)length, NULL, 0);                                 \
        after("truncate");                                                                                             \
        return result;                                                                                                 \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                                                     \
    int name(int file) {                                                                                               \
        if (!ours(file)) return REAL(name)(file);                                                                      \
        if (before("sync")) return -1;                                                                                 \
        int result = REAL(name)(file);                                                                                 \
        struct stat status;                                                                                            \
        if (result == 0 && fstat(file, &status) == 0)                                                                  \
            append(S_ISDIR(status.st_mode) ? OP_SYNC_FOLDER : OP_SYNC, status.st_ino, 0, NULL, 0);                     \
        after("sync");                                                                                                 \
        return result;                                                                                                 \
    }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
    int result = REAL(unlink)(path);
    if (result == 0 && meant(path)) appendNames(OP_UNLINK, 0, path, NULL);
    return result;
}

int link(const char *from, const char *to) {
    int result = REAL(link)(from, to);
    if (result == 0 && meant(to)) appendNames(OP_LINK, 0, from, to);
    return result;
}

int rename(const char *from, const char *to) {
    int result = REAL(rename)(from, to);
    if (result == 0 && meant(to)) appendNames(OP_RENAME, 0, from, to);
    return result;
}

int flock(int file, int operation) {
    if (!ours(file)) return REAL(flock)(file, operation);
    const char *call = operation & LOCK_UN ? "unlock" : "lock";
    if (before(call)) return -1;
    int result = noLock ? 0 : REAL(flock)(file, operation);
    if (result == 0) after(call);
    return result;
}
