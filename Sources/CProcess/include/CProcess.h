#ifndef STEPWELL_CPROCESS_H
#define STEPWELL_CPROCESS_H

#include <stdint.h>
#include <sys/types.h>

/// Makes a pipe whose ends no other program inherits. 0, or an error number.
int stepwell_pipe(int ends[2]);

/// What one process may take of something (`setrlimit`).
struct stepwell_limit {
    int resource;
    uint64_t most;
};

/// How a program is started.
struct stepwell_launch {
    char *const *arguments;
    char *const *environment;
    const char *folder;
    /// Its three streams, and what it has open besides, from descriptor 3 on.
    const int *descriptors;
    int descriptor_count;
    const struct stepwell_limit *limits;
    int limit_count;
    /// Files of control groups (`cgroup.procs`) that it joins before it begins; they end with a null.
    char *const *groups;
    /// Whether it dies with the thread that starts it, and never gains a right: what a sandbox sees to by itself.
    int is_bound;
};

/// Starts a program in a process group and a folder of its own, with these descriptors and none other of ours, and
/// with signals as a new program expects them. 0, or an error number.
int stepwell_spawn(pid_t *pid, const struct stepwell_launch *launch);

/// The system calls that a sandbox refuses, as a program for `seccomp`: bytes written into `room`, or 0 where there
/// is no such program for this processor, or no room.
size_t stepwell_filter(uint8_t *into, size_t room);

/// An address and a port of the internet protocol, both in the network's order.
struct stepwell_place {
    uint32_t address;
    uint16_t port;
    /// Not of the loopback network: it is added to the loopback interface first.
    int is_foreign;
};

/// Listens at places in the network that a process has of its own. 0 and a socket for each, or an error number.
int stepwell_listen_inside(pid_t pid, const struct stepwell_place *places, int count, int *sockets);

/// The next connection of a listening socket, which no other program inherits and nobody waits on; or -1.
int stepwell_accept(int socket);

#endif
