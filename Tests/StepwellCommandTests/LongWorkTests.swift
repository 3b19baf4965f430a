import Foundation
import PathwayModel
import TestSupport
import Testing

/// What long work says while it goes on, and much that is given at once.
@Suite("Long work")
struct LongWorkTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = try Shell.clinic(in: folder)
    }

    private func enroll(_ count: Int) throws {
        for number in 1...count { _ = try shell.run("enroll iop_basic --patient P-\(number) --at 2026-01-05") }
    }

    @Test("'advance --all' tells a line for each patient, and how many there were")
    func advance() throws {
        try enroll(2)
        let json = try shell.json("advance --all --at 2026-02-01 --dry-run")
        let patients = json["cases"]?.array?.compactMap { $0["patient"]?.string } ?? []
        #expect(Set(patients) == ["P-1", "P-2"])
        let told = try shell.run("advance --all --at 2026-02-01")
        let lines = told.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 3 && lines.last == "2 cases moved; messages: none waiting", "\(told.output)")
        for (line, patient) in zip(lines, patients) {
            #expect(line.hasPrefix("\(patient)  ") && line.contains("in assessment: task first_contact"), "\(line)")
        }
        #expect(told.errors.isEmpty)
    }

    @Test("a line that has no room for everything says how much more there is")
    func more() throws {
        _ = try shell.bash(
            """
            stepwell enroll iop_basic --patient P-1 --at 2026-01-05
            stepwell send P-1 contact --with result=reached --at 2026-01-06
            stepwell record P-1 phq9.total=16 cssrs.level=none --at 2026-01-06; stepwell decide P-1 admit --at 2026-01-06
            """)
        let told = try shell.run("advance --all --at 2026-01-16").output
        let line = try #require(told.split(separator: "\n").first)
        #expect(line.contains("in iop: reminder of treatment_plan to clinician; and 3 more"), "\(told)")
    }

    @Test("where its output is lost, everything is carried out all the same, and the answer is 74")
    func lost() throws {
        try enroll(3)
        let result = try shell.bash("stepwell advance --all --at 2026-02-01 > /dev/full; echo status $?")
        #expect(result.output.contains("error[output_lost]") && result.output.contains("carried out all the same"))
        #expect(result.output.hasSuffix("status 74\n"))
        #expect(try shell.run("advance --all --at 2026-02-01").output == "0 cases moved; messages: none waiting\n")
    }

    @Test("messages that are due and that another process keeps from leaving are told with 75")
    func busy() throws {
        try shell.write(Greeting.pathway, to: "Pathways/greeting.yaml")
        let held = "flock stepwell.db-outbox stepwell advance --all; echo status $?"
        _ = try shell.bash("stepwell enroll greeting --patient P-1; stepwell advance --all")
        #expect(try shell.bash(held).output == "0 cases moved; messages: none waiting\nstatus 0\n")
        _ = try shell.run("send P-1 greet")
        let told = try shell.bash(held).output
        #expect(told.contains("error[busy]: another process delivers messages"), "\(told)")
        #expect(told.hasSuffix("status 75\n"), "\(told)")
        let json = try shell.bash("flock stepwell.db-outbox stepwell advance --all --json 2>/dev/null")
        #expect(try JSON.parse(json.output)["messages"]?["busy"]?.bool == true && json.status == 75)
        #expect(try shell.run("advance --all").output.hasSuffix("messages: 1 sent\n"))
    }

    @Test("a terminal sees how far the work came, and nobody else does")
    func progress() throws {
        // Without promises, which would be named.
        let quiet = #"s/^pathway: .*/pathway: quiet/; /^promises:/,/^reactions:/{/^reactions:/!d}"#
        _ = try shell.bash("sed '\(quiet)' Pathways/iop_basic.yaml > Pathways/quiet.yaml")
        let files = Array(repeating: "Pathways/quiet.yaml", count: 40).joined(separator: " ")
        let shown = try shell.bash("TERM=xterm script -qec 'stepwell check \(files)' /dev/null").output
        #expect(shown.contains(" of 40 files checked …"), "\(shown)")
        // The line goes away before what stays is printed.
        #expect(shown.contains("\r\u{1B}[2K40 files checked: nothing wrong"), "\(shown)")
        let dumb = try shell.bash("TERM=dumb script -qec 'stepwell check \(files)' /dev/null").output
        let piped = try shell.bash("stepwell check \(files)").output
        for text in [dumb, piped] {
            #expect(text.trimmingCharacters(in: .newlines) == "40 files checked: nothing wrong")
        }
    }

    @Test("twenty thousand words are read or refused at once")
    func words() throws {
        let many = Array(repeating: "7", count: 20_000)
        let began = ContinuousClock.now
        for command in [["attend", "P-1"], ["record", "P-1"], ["list"], []] {
            let result = try shell.stepwell(command + many)
            #expect(result.status == 64 && result.errors.contains("too_many_words"), "\(result.errors)")
        }
        let set = try shell.stepwell(["patient", "P-1"] + many.map { "--set=a=\($0)" })
        #expect(set.status == 64 && set.errors.contains("too_many_words"))
        for command in ["check", "test"] {
            let result = try shell.stepwell([command] + many + ["--json"])
            #expect(result.status == 66 && result.errors.contains("there is no file '7'"), "\(result.errors)")
        }
        #expect(began.duration(to: .now) < .seconds(7 * 10), "each takes a fraction of a second")
    }

    @Test("of many files each is looked at, with the options that stand among them")
    func files() throws {
        let many = (0..<600).map { _ in "Pathways/instruments/phq9.yaml" }
        _ = try shell.run("instrument add phq9")
        let told = try shell.stepwell(["check"] + many + ["--json", "--", "Pathways/iop_basic.yaml"])
        #expect(try JSON.parse(told.output)["files"]?.array?.count == 601, "\(told.errors)")
    }

    @Test("a pipe or a device is not restored from, and nobody waits for it")
    func pipes() throws {
        _ = try shell.bash("rm stepwell.db*; mkfifo pipe")
        for (file, kind) in [("pipe", "a pipe"), ("/dev/zero", "a device")] {
            let told = try shell.bash("timeout 60 stepwell restore \(file); echo status $?").output
            #expect(told.contains("it is \(kind), no file") && told.hasSuffix("status 69\n"), "\(told)")
        }
        #expect(try shell.bash("ls stepwell.db* 2>/dev/null").output == "")
    }
}
