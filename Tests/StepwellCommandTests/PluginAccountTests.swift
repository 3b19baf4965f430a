import Foundation
import PathwayModel
import TestSupport
import Testing

/// The walls and limits of a plugin where an account without rights runs Stepwell. Root tries it as another account,
/// which has to be able to run the built program.
@Suite("A plugin of an account without rights", .enabled(if: Account.canRun, "another account cannot run the program"))
struct PluginAccountTests {
    /// A clinic's folder of the account's own, with a plugin whose rule works something out in Python.
    private func folder(_ body: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let script = """
            #!/usr/bin/python3 -S
            import json, os, socket, sys, time
            \(body)
            for line in sys.stdin:
                message = json.loads(line)
                if message["method"] == "initialize":
                    result = {"protocol": 1, "plugin": {"name": "odd", "version": "1.0.0"}, "rules": [
                        {"name": "rule", "reads": [], "parameters": {"type": "object", "additionalProperties": False}}]}
                else:
                    try: result = {"answer": "met", "reasons": [str(work())]}
                    except OSError as error: result = {"answer": "met", "reasons": [str(error)]}
                print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}), flush=True)
            """
        #expect(try shell.bash("mkdir odd && chmod 755 . odd").status == 0)
        try shell.write(script, to: "odd/run")
        try shell.write(
            "plugin: odd\nversion: 1.0.0\nprotocol: 1\nexecutable: run\nrules: {rule: {reads: []}}\n",
            to: "odd/plugin.yaml")
        #expect(try shell.bash("chmod 755 odd/run && chmod 644 odd/plugin.yaml").status == 0)
        if geteuid() == 0 { #expect(try shell.bash("chown -R \(Account.number) .").status == 0) }
        return folder
    }

    private func ask(_ body: String, beside: String = "true") throws -> String {
        let folder = try folder(body)
        let shell = Shell(in: folder.root)
        let ask = "echo '{\"rule\": \"rule\", \"parameters\": {}, \"facts\": {}}'"
        return try shell.bash("\(beside); \(ask) | \(Account.prefix) stepwell plugin run odd").output
    }

    @Test("starts while the account runs eighty other processes")
    func others() throws {
        let beside = "for n in $(seq 80); do \(Account.prefix) sleep 20 > /dev/null & done; trap 'kill $(jobs -p)' EXIT"
        let said = try ask("def work(): return 'runs'", beside: beside)
        #expect(said.contains("\"runs\""), "\(said)")
    }

    @Test("has at most 64 processes")
    func forks() throws {
        let said = try ask(
            """
            def work():
                for count in range(300):
                    try: child = os.fork()
                    except OSError: return "stopped at %d" % count
                    if child == 0:
                        time.sleep(2)
                        os._exit(0)
                return "all"
            """)
        #expect(said.contains("stopped at 6") || said.contains("it ran more than 64 processes"), "\(said)")
    }

    @Test("takes at most 1 GiB of memory")
    func memory() throws {
        let said = try ask(
            """
            def work():
                for _ in range(8):
                    if os.fork() == 0:
                        kept = bytearray(200 << 20)
                        time.sleep(25)
                        os._exit(0)
                gone = 0
                for _ in range(200):
                    time.sleep(0.1)
                    if os.waitpid(-1, os.WNOHANG)[0]: gone += 1
                    if gone == 3: break
                return "left %d" % (8 - gone)
            """)
        #expect(said.contains("its processes took more than 1024 MiB") || said.contains("left 5"), "\(said)")
    }

    @Test("is walled in as any other")
    func walls() throws {
        let said = try ask(
            """
            def work():
                found = []
                for place in ("/x", "/etc/x", "/dev/x", "/dev/shm/x", "/plugin/x", "/proc/sys/kernel/panic"):
                    try: open(place, "a"); found.append(place)
                    except OSError: pass
                try: socket.create_connection(("127.0.0.1", 22), 1); found.append("network")
                except OSError: pass
                return "%d %s" % (os.getuid(), found)
            """)
        #expect(said.contains("65534 []"), "\(said)")
    }
}

/// An account without rights: this one, or for root another.
enum Account {
    static let number = 54_321
    static let prefix = geteuid() == 0 ? "setpriv --reuid \(number) --regid \(number) --clear-groups --" : ""

    static let canRun: Bool = {
        do {
            let shell = Shell(in: URL(fileURLWithPath: "/"))
            return try shell.bash("\(prefix) stepwell --version").status == 0
        } catch { return false }
    }()
}
