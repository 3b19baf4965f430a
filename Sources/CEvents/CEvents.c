#define _GNU_SOURCE
#include "CEvents.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t stopped = 0;
static int wake[2] = {-1, -1};

static void stop(int number) {
    (void)number;
    int kept = errno;
    stopped = 1;
    if (wake[1] >= 0 && write(wake[1], "x", 1) < 0) { /* A full pipe wakes just as well. */ }
    errno = kept;
}

int stepwell_events_catch_stop(void) {
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = stop;
    sigemptyset(&action.sa_mask);
    // A call that waits goes on: whoever waits asks for the flag.
    action.sa_flags = SA_RESTART;
    if (sigaction(SIGTERM, &action, NULL) != 0 || sigaction(SIGINT, &action, NULL) != 0) return -1;
    // Whoever started us may have blocked them, and a mask is inherited.
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    return pthread_sigmask(SIG_UNBLOCK, &wanted, NULL) == 0 ? 0 : -1;
}

int stepwell_events_is_stopped(void) { return stopped; }

int stepwell_events_watch(const char *folder) {
    int watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch < 0) return -1;
    if (inotify_add_watch(watch, folder, IN_MODIFY | IN_CREATE | IN_MOVED_TO) < 0) {
        close(watch);
        return -1;
    }
    return watch;
}

// Whether any of the events that wait is about such a file.
static int has_changed(int watch, const char *prefix) {
    char buffer[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
    int changed = 0;
    for (;;) {
        ssize_t count = read(watch, buffer, sizeof buffer);
        if (count <= 0) return changed;
        for (ssize_t place = 0; place < count;) {
            const struct inotify_event *event = (const struct inotify_event *)(buffer + place);
            if (event->mask & IN_Q_OVERFLOW) changed = 1;
            if (event->len > 0 && strncmp(event->name, prefix, strlen(prefix)) == 0) changed = 1;
            place += (ssize_t)sizeof(struct inotify_event) + event->len;
        }
    }
}

void stepwell_events_drain(int watch) { (void)has_changed(watch, ""); }

static long now_in_milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int stepwell_events_wait(int watch, const char *prefix, int milliseconds) {
    long end = now_in_milliseconds() + milliseconds;
    while (!stopped) {
        long left = end - now_in_milliseconds();
        if (left <= 0) return STEPWELL_DEADLINE;
        struct pollfd files[2] = {{wake[0], POLLIN, 0}, {watch, POLLIN, 0}};
        int count = poll(files, 2, (int)left);
        if (count < 0 && errno != EINTR) return STEPWELL_DEADLINE;
        if (count > 0 && (files[1].revents & POLLIN) && has_changed(watch, prefix)) return STEPWELL_CHANGED;
    }
    return STEPWELL_STOP;
}

void stepwell_events_notify(const char *state) {
    const char *path = getenv("NOTIFY_SOCKET");
    if (path == NULL || (path[0] != '/' && path[0] != '@')) return;
    struct sockaddr_un address;
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    size_t length = strlen(path);
    if (length >= sizeof address.sun_path) return;
    memcpy(address.sun_path, path, length);
    // A name that begins with @ stands in the abstract space.
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
    int file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (file < 0) return;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    if (sendto(file, state, strlen(state), 0, (struct sockaddr *)&address, size) < 0) { /* It is not listening. */ }
    close(file);
}
