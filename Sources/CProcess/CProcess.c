// What starting a process needs of the system's GNU extensions, which Swift does not see.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int stepwell_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

int stepwell_spawn(pid_t *pid, char *const arguments[], char *const environment[], const char *folder, int input,
                   int output, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed) return failed;
    failed = posix_spawnattr_init(&attributes);
    if (failed) {
        posix_spawn_file_actions_destroy(&actions);
        return failed;
    }
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    // Each of these answers with an error number; one that fails leaves the rest undone.
    (failed = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)) ||
        (failed = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) ||
        (failed = posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)) ||
        (failed = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)) ||
        (failed = posix_spawn_file_actions_addchdir_np(&actions, folder)) ||
        (failed = posix_spawnattr_setsigmask(&attributes, &none)) ||
        (failed = posix_spawnattr_setsigdefault(&attributes, &all)) ||
        (failed = posix_spawnattr_setpgroup(&attributes, 0)) ||
        (failed = posix_spawnattr_setflags(
             &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)) ||
        (failed = posix_spawn(pid, arguments[0], &actions, &attributes, arguments, environment));
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}
