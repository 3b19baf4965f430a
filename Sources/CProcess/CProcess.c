// What starting a process needs of the system's GNU extensions, which Swift does not see.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 16 };

int stepwell_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

// Puts the descriptors in their places, 0 and on: first out of each other's way, then where they belong.
static int place_descriptors(const struct stepwell_launch *launch) {
    int moved[MOST_DESCRIPTORS];
    for (int i = 0; i < launch->descriptor_count; i++) {
        moved[i] = fcntl(launch->descriptors[i], F_DUPFD_CLOEXEC, MOST_DESCRIPTORS);
        if (moved[i] < 0) return errno;
    }
    for (int i = 0; i < launch->descriptor_count; i++) {
        if (dup2(moved[i], i) < 0) return errno;
    }
#ifdef SYS_close_range
    if (syscall(SYS_close_range, launch->descriptor_count, ~0U, 0) == 0) return 0;
#endif
    struct rlimit open_files;
    if (getrlimit(RLIMIT_NOFILE, &open_files) != 0) return errno;
    for (rlim_t i = launch->descriptor_count; i < open_files.rlim_cur && i < 1 << 20; i++) close((int)i);
    return 0;
}

static int join(const char *group) {
    int file = open(group, O_WRONLY | O_CLOEXEC);
    if (file < 0) return errno;
    // 0 is whoever writes it.
    int failed = write(file, "0", 1) == 1 ? 0 : errno;
    close(file);
    return failed;
}

static int prepare(const struct stepwell_launch *launch) {
    int failed = 0;
    if (setpgid(0, 0) != 0) return errno;
    struct sigaction usual = {.sa_handler = SIG_DFL};
    // Some cannot be set; they are as they have to be.
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    for (char *const *group = launch->groups; *group; group++) {
        if ((failed = join(*group))) return failed;
    }
    if ((failed = place_descriptors(launch))) return failed;
    if (chdir(launch->folder) != 0) return errno;
    for (int i = 0; i < launch->limit_count; i++) {
        struct rlimit limit = {launch->limits[i].most, launch->limits[i].most};
        if (setrlimit((unsigned)launch->limits[i].resource, &limit) != 0) return errno;
    }
    if (launch->is_bound &&
        (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0))
        return errno;
    sigset_t none;
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL) == 0 ? 0 : errno;
}

// Nothing but system calls between here and the new program: it has our memory until then.
__attribute__((noreturn, noinline)) static void begin(const struct stepwell_launch *launch, volatile int *failed) {
    *failed = prepare(launch);
    if (*failed == 0) {
        execve(launch->arguments[0], launch->arguments, launch->environment);
        *failed = errno;
    }
    _exit(127);
}

int stepwell_spawn(pid_t *pid, const struct stepwell_launch *launch) {
    if (launch->descriptor_count > MOST_DESCRIPTORS) return EINVAL;
    volatile int failed = 0;
    sigset_t all, before;
    sigfillset(&all);
    // A handler of ours must not run in the process that has our memory.
    int masked = pthread_sigmask(SIG_SETMASK, &all, &before);
    if (masked) return masked;
    pid_t child = vfork();
    if (child == 0) begin(launch, &failed);
    int refused = child < 0 ? errno : failed;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (child > 0 && refused) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    *pid = child;
    return refused;
}
