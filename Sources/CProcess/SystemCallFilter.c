// The system calls that a sandbox refuses: what reaches out of it, and what few programs ever need of the kernel.
#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

// From 424 on a number is the same on every processor; the system's headers may be older than the kernel.
#ifndef SYS_open_tree
#define SYS_open_tree 428
#define SYS_move_mount 429
#define SYS_fsopen 430
#define SYS_fsconfig 431
#define SYS_fsmount 432
#define SYS_fspick 433
#endif
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd 443
#endif
#ifndef SYS_memfd_secret
#define SYS_memfd_secret 447
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

static const int refused[] = {
    // Namespaces and mounts.
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_move_mount,
    SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_quotactl, SYS_quotactl_fd,
    SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_fanotify_init,
    // Other processes.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_process_mrelease, SYS_kcmp,
    SYS_pidfd_getfd, SYS_migrate_pages, SYS_move_pages,
    // Large parts of the kernel.
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    SYS_keyctl, SYS_add_key, SYS_request_key, SYS_personality, SYS_vmsplice,
    // Memory that nobody counts as a process's.
    SYS_memfd_create, SYS_memfd_secret, SYS_shmget, SYS_msgget, SYS_mq_open,
    // The machine.
    SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon,
    SYS_swapoff, SYS_acct, SYS_syslog, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex,
    SYS_sethostname, SYS_setdomainname, SYS_nfsservctl, SYS_vhangup,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_create_module,
    SYS_get_kernel_syms, SYS_query_module,
#endif
};

enum { ALL_NAMESPACES = 0x7E020000 };

struct program {
    struct sock_filter *into;
    size_t room;
    size_t count;
};

static void add(struct program *program, uint16_t code, uint32_t value, uint8_t yes, uint8_t no) {
    if (program->count < program->room)
        program->into[program->count] = (struct sock_filter){.code = code, .jt = yes, .jf = no, .k = value};
    program->count++;
}

static void load(struct program *program, size_t place) { add(program, BPF_LD | BPF_W | BPF_ABS, place, 0, 0); }

static void answer(struct program *program, uint32_t value) { add(program, BPF_RET | BPF_K, value, 0, 0); }

// Goes on with the next instruction where the value is this one, and `over` that many otherwise.
static void on(struct program *program, uint32_t value, uint8_t over) {
    add(program, BPF_JMP | BPF_JEQ | BPF_K, value, 0, over);
}

static const uint32_t no = SECCOMP_RET_ERRNO | EPERM;

// A socket of these families and no other: not of the machine's host (vsock), of the kernel (netlink), of raw packets.
static void sockets(struct program *program, int call) {
    on(program, call, 8);
    load(program, offsetof(struct seccomp_data, args[0]));
    on(program, AF_UNIX, 1);
    answer(program, SECCOMP_RET_ALLOW);
    on(program, AF_INET, 1);
    answer(program, SECCOMP_RET_ALLOW);
    on(program, AF_INET6, 1);
    answer(program, SECCOMP_RET_ALLOW);
    answer(program, no);
}

size_t stepwell_filter(uint8_t *into, size_t room) {
    struct sock_filter instructions[512];
    struct program program = {instructions, sizeof instructions / sizeof instructions[0], 0};
    load(&program, offsetof(struct seccomp_data, arch));
    on(&program, ARCHITECTURE, 1);
    add(&program, BPF_JMP | BPF_JA, 1, 0, 0);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
    load(&program, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
    // The same calls by other numbers (x32).
    add(&program, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1);
    answer(&program, SECCOMP_RET_KILL_PROCESS);
#endif
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        on(&program, refused[i], 1);
        answer(&program, no);
    }
    // Its flags lie in memory, where no filter sees them: libraries then use the older one.
    on(&program, SYS_clone3, 1);
    answer(&program, SECCOMP_RET_ERRNO | ENOSYS);
    on(&program, SYS_clone, 4);
    load(&program, offsetof(struct seccomp_data, args[0]));
    add(&program, BPF_JMP | BPF_JSET | BPF_K, ALL_NAMESPACES, 0, 1);
    answer(&program, no);
    answer(&program, SECCOMP_RET_ALLOW);
    on(&program, SYS_ioctl, 4);
    load(&program, offsetof(struct seccomp_data, args[1]));
    on(&program, TIOCSTI, 1);
    answer(&program, no);
    answer(&program, SECCOMP_RET_ALLOW);
    sockets(&program, SYS_socket);
    sockets(&program, SYS_socketpair);
    answer(&program, SECCOMP_RET_ALLOW);
    size_t bytes = program.count * sizeof(struct sock_filter);
    if (program.count > program.room || bytes > room) return 0;
    memcpy(into, instructions, bytes);
    return bytes;
}

#else

size_t stepwell_filter(uint8_t *into, size_t room) { return 0; }

#endif
