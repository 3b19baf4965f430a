// Listens in another network namespace: a process of its own enters it, binds, hands the sockets over, and is gone.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_PLACES = 64, WAITING = 16 };

static int add_address(int of, uint32_t address, int number) {
    struct ifreq request = {0};
    char name[] = "lo:00";
    name[3] = (char)('0' + number / 10);
    name[4] = (char)('0' + number % 10);
    memcpy(request.ifr_name, name, sizeof name);
    struct sockaddr_in *at = (struct sockaddr_in *)&request.ifr_addr;
    at->sin_family = AF_INET;
    at->sin_addr.s_addr = address;
    if (ioctl(of, SIOCSIFADDR, &request) != 0) return errno == EEXIST ? 0 : errno;
    at->sin_addr.s_addr = 0xFFFFFFFF;
    return ioctl(of, SIOCSIFNETMASK, &request) == 0 ? 0 : errno;
}

static int listen_at(const struct stepwell_place *place, int number, int *made) {
    int one = 1;
    int made_here = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made_here < 0) return errno;
    *made = made_here;
    int failed = 0;
    if (place->is_foreign && (failed = add_address(made_here, place->address, number))) return failed;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = place->port, .sin_addr = {place->address}};
    // The interface may come up a moment later.
    if (setsockopt(made_here, IPPROTO_IP, IP_FREEBIND, &one, sizeof one) != 0 ||
        bind(made_here, (struct sockaddr *)&at, sizeof at) != 0 || listen(made_here, WAITING) != 0)
        return errno;
    return 0;
}

static int listen_at_all(int user, int network, const struct stepwell_place *places, int count, int *sockets) {
    if (setns(user, CLONE_NEWUSER) != 0 || setns(network, CLONE_NEWNET) != 0) return errno;
    for (int i = 0; i < count; i++) {
        int failed = listen_at(&places[i], i, &sockets[i]);
        if (failed) return failed;
    }
    return 0;
}

union room {
    char bytes[CMSG_SPACE(MOST_PLACES * sizeof(int))];
    struct cmsghdr aligned;
};

static void hand_over(int way, int failed, const int *sockets, int count) {
    union room room;
    struct iovec body = {&failed, sizeof failed};
    struct msghdr message = {.msg_iov = &body, .msg_iovlen = 1};
    if (!failed) {
        memset(&room, 0, sizeof room);
        message.msg_control = room.bytes;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(header), sockets, count * sizeof(int));
    }
    (void)!sendmsg(way, &message, MSG_NOSIGNAL);
}

static int take_over(int way, int *sockets, int count) {
    union room room;
    int failed = 0;
    struct iovec body = {&failed, sizeof failed};
    struct msghdr message = {
        .msg_iov = &body, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room};
    ssize_t got;
    while ((got = recvmsg(way, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    if (got < 0) return errno;
    if (got != sizeof failed) return EPIPE;
    if (failed) return failed;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_len != CMSG_LEN(count * sizeof(int))) return EPROTO;
    memcpy(sockets, CMSG_DATA(header), count * sizeof(int));
    return 0;
}

static int in_a_process(int user, int network, const struct stepwell_place *places, int count, int *sockets) {
    int ways[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ways) != 0) return errno;
    pid_t child = fork();
    if (child == 0) {
        int made[MOST_PLACES];
        int failed = listen_at_all(user, network, places, count, made);
        hand_over(ways[1], failed, made, count);
        _exit(0);
    }
    int failed = child < 0 ? errno : 0;
    close(ways[1]);
    if (!failed) {
        failed = take_over(ways[0], sockets, count);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    close(ways[0]);
    return failed;
}

int stepwell_listen_inside(pid_t pid, const struct stepwell_place *places, int count, int *sockets) {
    if (count < 1 || count > MOST_PLACES) return EINVAL;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/net", (int)pid);
    int network = open(path, O_RDONLY | O_CLOEXEC);
    if (network < 0) return errno;
    // Whoever made the network may do as it likes there: the namespace of users that it belongs to.
    int user = ioctl(network, NS_GET_USERNS);
    int failed = user < 0 ? errno : in_a_process(user, network, places, count, sockets);
    if (user >= 0) close(user);
    close(network);
    return failed;
}

int stepwell_accept(int socket) { return accept4(socket, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK); }
