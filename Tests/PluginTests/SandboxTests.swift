import Foundation
import PathwayModel
import StepwellRuntime
import Testing

/// What the host promises of a plugin's process, tried from inside.
@Suite("A plugin's walls")
struct SandboxTests {
    private func inside(_ expression: String, _ sandbox: PluginSandbox = .sealed) throws -> String {
        try Fixture.inside(expression, sandbox)
    }

    @Test("there is no network")
    func noNetwork() throws {
        let connect = "socket.create_connection(('127.0.0.1', 22), 1)"
        #expect(try inside(connect).contains("refused: "))
        #expect(try inside("socket.create_connection(('192.0.2.1', 80), 1)").contains("unreachable"))
        let interfaces = "[line.split(':')[0].strip() for line in open('/proc/net/dev') if ':' in line]"
        #expect(try inside(interfaces) == "-> ['lo']")
    }

    @Test("there are no files but its own and the system's")
    func noFiles() throws {
        let outside = FileManager.default.temporaryDirectory.appendingPathComponent("secret-\(UUID().uuidString)")
        try Data("secret".utf8).write(to: outside)
        defer { unlink(outside.path) }
        #expect(try inside("open('\(outside.path)').read()").contains("FileNotFoundError"))
        #expect(try inside("open('/etc/passwd').read()").contains("FileNotFoundError"))
        #expect(try inside("os.listdir('/root') if os.path.exists('/root') else 'none'") == "-> none")
        #expect(try inside("os.getcwd() + ' ' + ' '.join(sorted(os.listdir('.')))") == "-> /plugin plugin.yaml run")
    }

    /// Tries to write at each place that there is, and lists those where it could.
    private static let writable = """
        def writable():
            found = []
            for folder, folders, files in os.walk("/"):
                if folder.startswith(("/proc/", "/usr/")) and folder.count("/") > 2:
                    folders.clear()
                try:
                    open(folder + "/x", "w").close()
                    found.append(folder)
                except OSError:
                    pass
            for name in ("/plugin/run", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/panic",
                         "/proc/sys/vm/overcommit_memory", "/proc/sysrq-trigger", "/proc/self/oom_score_adj"):
                try:
                    open(name, "a").close()
                    found.append(name)
                except OSError:
                    pass
            return found
        """

    @Test("nothing can be written but /tmp, whoever runs it")
    func oneWritablePlace() throws {
        #expect(try Fixture.inside("writable()", prelude: Self.writable) == "-> ['/tmp']")
    }

    @Test("/tmp holds no more than its limit in total, however many files")
    func smallTemporary() throws {
        let fill = """
            def fill():
                count = 0
                try:
                    for number in range(200):
                        with open("/tmp/%d" % number, "wb", buffering=0) as file:
                            for _ in range(2):
                                count += file.write(bytes(1 << 20))
                except OSError:
                    pass
                return count >> 20
            """
        #expect(try Fixture.inside("fill()", prelude: fill) { $0.temporary = 8 << 20 } == "-> 8")
    }

    @Test("no name, process or user of ours is there, and nobody inside has a right")
    func strangers() throws {
        #expect(try inside("os.getuid(), os.getgid(), os.uname().nodename") == "-> (65534, 65534, 'plugin')")
        let rights = "[line.split()[1] for line in open('/proc/self/status') if line.startswith('Cap')]"
        #expect(try inside("set(\(rights))") == "-> {'0000000000000000'}")
        #expect(try inside("os.readlink('/proc/self/ns/pid') == '\(Self.namespace("pid"))'") == "-> False")
        #expect(try inside("os.readlink('/proc/self/ns/net') == '\(Self.namespace("net"))'") == "-> False")
        #expect(try inside("os.readlink('/proc/self/ns/user') == '\(Self.namespace("user"))'") == "-> False")
    }

    private static func namespace(_ kind: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/\(kind)")
    }

    @Test("what tells secrets of the kernel to root cannot be read", arguments: ["kmsg", "slabinfo", "vmallocinfo"])
    func kernelSecrets(_ name: String) throws {
        let said = try inside("open('/proc/\(name)').read(1)")
        #expect(
            said.hasPrefix("-> refused: PermissionError") || said.hasPrefix("-> refused: FileNotFoundError"), "\(said)")
    }

    /// A system call by its number on x86-64 and on arm64.
    struct Call: Sendable, CustomTestStringConvertible {
        var name: String
        var numbers: (Int, Int)
        var arguments = "0, 0, 0, 0"
        var testDescription: String { name }
    }

    static let refused = [
        Call(name: "unshare", numbers: (272, 97), arguments: "0x10000000"),
        Call(name: "setns", numbers: (308, 268), arguments: "0, 0"),
        Call(name: "clone into a new namespace of users", numbers: (56, 220), arguments: "0x10000011, 0, 0, 0, 0"),
        Call(name: "ptrace", numbers: (101, 117)),
        Call(name: "process_vm_readv", numbers: (310, 270), arguments: "1, 0, 0, 0, 0, 0"),
        Call(name: "mount", numbers: (165, 40), arguments: "0, 0, 0, 0, 0"),
        Call(name: "bpf", numbers: (321, 280)),
        Call(name: "perf_event_open", numbers: (298, 241), arguments: "0, 0, 0, 0, 0"),
        Call(name: "userfaultfd", numbers: (323, 282)),
        Call(name: "io_uring_setup", numbers: (425, 425)),
        Call(name: "keyctl", numbers: (250, 219), arguments: "0, 0, 0, 0, 0"),
        Call(name: "memfd_create", numbers: (319, 279), arguments: "b'x', 0"),
        Call(name: "shmget", numbers: (29, 194), arguments: "0, 4096, 0o1600"),
        Call(name: "a socket to the machine's host (vsock)", numbers: (41, 198), arguments: "40, 1, 0"),
        Call(name: "a socket to the kernel (netlink)", numbers: (41, 198), arguments: "16, 3, 0"),
        Call(name: "a socket of raw packets", numbers: (41, 198), arguments: "17, 3, 0"),
        Call(name: "two sockets of another family", numbers: (53, 199), arguments: "40, 1, 0, 0"),
    ]

    @Test("system calls that reach out of it are refused", arguments: refused)
    func refusedCall(_ call: Call) throws {
        let call = """
            import ctypes, platform
            def call():
                number = {"x86_64": \(call.numbers.0), "aarch64": \(call.numbers.1)}[platform.machine()]
                c = ctypes.CDLL(None, use_errno=True)
                return c.syscall(number, \(call.arguments)), ctypes.get_errno()
            """
        #expect(try Fixture.inside("call()", prelude: call) == "-> (-1, 1)")
    }

    @Test("clone3, whose flags no filter sees, is as on a system without it")
    func clone3() throws {
        let call = """
            import ctypes
            def call():
                c = ctypes.CDLL(None, use_errno=True)
                return c.syscall(435, 0, 0), ctypes.get_errno()
            """
        #expect(try Fixture.inside("call()", prelude: call) == "-> (-1, 38)")
    }

    @Test("what a plugin needs is not refused: processes, threads, sockets of its own, a working file")
    func allowed() throws {
        let work = """
            import threading, socket
            def work():
                done = []
                thread = threading.Thread(target=lambda: done.append("thread"))
                thread.start()
                thread.join()
                done.append(subprocess.run(["/usr/bin/echo", "child"], capture_output=True, text=True).stdout.strip())
                server = socket.socket()
                server.bind(("127.0.0.1", 0))
                server.listen()
                socket.create_connection(server.getsockname()).close()
                one, other = socket.socketpair()
                with open("/tmp/x", "w+") as file: file.write("y")
                return done
            """
        #expect(try Fixture.inside("work()", prelude: work) == "-> ['thread', 'child']")
    }

    @Test("the environment is clean, and no descriptor of ours is open")
    func cleanEnvironment() throws {
        setenv("STEPWELL_TEST_SECRET", "hush", 1)
        let names = try inside("' '.join(sorted(os.environ))")
        #expect(!names.contains("SECRET") && !names.contains("USER"), "\(names)")
        #expect(try inside("sorted(os.listdir('/proc/self/fd'))[:3]") == "-> ['0', '1', '2']")
        #expect(try inside("len(os.listdir('/proc/self/fd')) <= 4") == "-> True")
        #expect(try inside("len([p for p in os.listdir('/proc') if p.isdigit()]) <= 3") == "-> True")
    }

    @Test("folders that nobody looked at are empty, at any depth")
    func uncheckedFolders() throws {
        let fixture = try Fixture.saying("os.listdir('.build') + os.listdir('lib/__pycache__') + os.listdir('lib')")
        for folder in [".build", "lib/__pycache__"] {
            try FileManager.default.createDirectory(
                atPath: "\(fixture.folder)/\(folder)", withIntermediateDirectories: true)
            try fixture.write("\(folder)/evil", "evil")
        }
        let answer = try fixture.host().answers(to: [Fixture.question()])[0]
        #expect(answer.verdict.reasons == ["-> ['__pycache__']"])
    }

    @Test("a sandbox that cannot be set up is a refusal, which never says to go without")
    func noSandbox() throws {
        let fixture = try Fixture("")
        let place = try PluginFolder(fixture.folder)
        let host = PluginHost(
            PluginHost.Setup(
                manifest: try place.manifest(), folder: place, sandbox: .sealed, readable: ["/nowhere"],
                hostVersion: "test", log: { _ in }))
        guard case .failure(let failure) = host.handshake() else {
            Issue.record("it runs")
            return
        }
        #expect(failure.reason.contains("the sandbox cannot be set up"))
        #expect(!(failure.hint ?? "").contains("off"))
    }

    @Test("only 'off' goes without, and as root only where somebody insists")
    func withoutSandbox() throws {
        #expect(try inside("os.path.exists('/etc/passwd')", .none) == "-> True")
        #expect(try inside("'USER' in os.environ", .none) == "-> False")
        let answer = try inside("1", .off(asRoot: false))
        #expect(geteuid() == 0 ? answer.contains("without a sandbox as root") : answer == "-> 1")
    }
}
