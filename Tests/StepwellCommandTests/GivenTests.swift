import Foundation
import PathwayModel
import TestSupport
import Testing

/// What a command is given: names once, values in one encoding, patients by one number, times by a clock.
@Suite("What a command is given")
struct GivenTests {
    private let folder: TemporaryFolder
    private let shell: Shell

    init() throws {
        folder = try TemporaryFolder()
        shell = Shell(in: folder.root)
        _ = try shell.bash("stepwell init --demo && stepwell enroll iop_basic --patient P-17 --at 2026-01-05")
    }

    private func result(of instrument: String, _ score: String) throws -> Int? {
        try JSON.parse(try shell.stepwell("show", "P-17", "--json").output)["results"]?[instrument]?[score]?.int
    }

    @Test(
        "a name that is given twice is no use of a command",
        arguments: [
            "record P-17 phq9.q1=1 phq9.q1=2", "record P-17 impaired=true --reason a --reason b",
            "enroll iop_basic --patient P-18 --patient P-19", "enroll iop_basic --patient P-18 --patient=P-19",
            "enroll iop_basic --patient P-18 --with urgent=true --with urgent=false",
            "send P-17 contact --with result=reached --with result=left", "patient P-17 --set email=a --set email=b",
            "decide P-17 admit --as ana --as ben", "instrument score phq9 q1=1 q1=2",
        ])
    func twice(_ command: String) throws {
        let result = try shell.bash("stepwell \(command)")
        #expect(result.status == 64)
        #expect(result.output.contains("given_twice"), "\(result.output)")
        #expect(try shell.stepwell("show", "P-17", "--json").output.contains("\"sequence\": 1,"))
    }

    @Test(
        "values come from standard input, as lines or as JSON",
        arguments: [
            #"printf 'phq9.total=18\r\n\ngad7.total=9\n'"#, #"printf '{"phq9": {"total": 18}, "gad7": {"total": 9}}'"#,
            #"printf '\xef\xbb\xbf{"phq9.total": "18",\n "gad7.total": "9"}'"#,
        ])
    func standardInput(_ source: String) throws {
        let told = try shell.bash("\(source) | stepwell record P-17 - --at 2026-01-06")
        #expect(told.status == 0, "\(told.output)")
        #expect(try result(of: "phq9", "total") == 18)
        #expect(try result(of: "gad7", "total") == 9)
    }

    @Test(
        "what is wrong on standard input is told by its line and without its value",
        arguments: [
            (#"printf 'phq9.total=18\nsecret\n'"#, 65, "line 2"), (#"printf 'note=secret\n\nnote=b'"#, 64, "line 3"),
            (#"printf 'a=b\nb=\xffsecret\n'"#, 65, "line 2"), (#"printf '{"a": 1,\n "b": secret}'"#, 65, "line 2"),
            (#"printf '{"a": null, "secret": 1}'"#, 65, "'a'"), (#"printf '{"a": {"b": 1}, "a.b": 2}'"#, 64, "a.b"),
            ("printf ''", 65, "no_values"), ("head -c 1100000 /dev/zero", 65, "too_long"),
            ("for n in $(seq 1001); do echo \"n$n=1\"; done", 65, "too_many_values"),
        ] as [(String, Int32, String)])
    func wrongInput(_ source: String, _ status: Int32, _ words: String) throws {
        let told = try shell.bash("(\(source)) | stepwell record P-17 -")
        #expect(told.status == status, "\(told.output)")
        #expect(told.output.contains(words) && !told.output.contains("secret"), "\(told.output)")
    }

    @Test("a patient's number is kept without blanks around it and composed, and found however it is written")
    func normalNumbers() throws {
        let composed = "P-\u{E9}"
        #expect(try shell.stepwell("enroll", "iop_basic", "--patient", " \u{A0}P-e\u{301}\t").status == 0)
        let list = try JSON.parse(try shell.stepwell("list", "--patient", composed, "--json").output)
        let kept = list["cases"]?.array?.first?["patient"]?.string
        #expect(kept.map { Array($0.utf8) } == Array(composed.utf8))
        #expect(try shell.stepwell("show", "P-e\u{301} ").status == 0)
        for wrong in ["P\u{1}1", "P\u{200B}1", "P\u{202E}1", "P\n1", " ", "P\u{FFFD}"] {
            let told = try shell.stepwell("enroll", "iop_basic", "--patient", wrong)
            #expect(told.status == 64 && told.errors.contains("bad_patient"), "\(told.errors)")
        }
    }

    @Test(
        "a new number that looks like a known one is noted",
        arguments: ["p-17", "P-l7", "P-I7", "\u{420}-17", "\u{3A1}-17", "P\u{2010}17", "\u{FF30}-17", "P-\u{FF11}7"])
    func lookAlike(_ number: String) throws {
        let told = try shell.stepwell("enroll", "iop_basic", "--patient", number, "--json")
        #expect(told.status == 0)
        let notes = try JSON.parse(told.output)["notes"]?.array?.compactMap(\.string) ?? []
        #expect(notes.count == 1 && notes.allSatisfy { $0.contains("'P-17'") }, "\(told.output)")
        #expect(told.errors.contains("note: '"))
        // It is known from then on.
        #expect(try !shell.stepwell("enroll", "iop_basic", "--patient", number).errors.contains("looks like"))
        let kept = try shell.stepwell("patient", "P-I8", "--set", "first_name=Ana", "--json")
        #expect(try JSON.parse(kept.output)["notes"] == nil)
        let alike = try shell.stepwell("patient", "p-i8", "--set", "first_name=Ben", "--json")
        #expect(try JSON.parse(alike.output)["notes"]?.array?.count == 1)
    }

    @Test(
        "numbers that only share some characters are no look-alikes",
        arguments: ["P-18", "P-71", "P17", "Q-17", "P-170"])
    func otherNumbers(_ number: String) throws {
        let told = try shell.stepwell("enroll", "iop_basic", "--patient", number, "--json")
        #expect(try JSON.parse(told.output)["notes"] == nil)
    }

    @Test("what is no UTF-8 is refused, and leads to no other folder or patient")
    func encoding() throws {
        // Where the broken path would lead if it were read with U+FFFD.
        let told = try shell.bash(
            """
            bad=$(printf 'clinic-\\xff'); stepwell init "$(printf 'clinic-\\xef\\xbf\\xbd')" --demo >/dev/null
            stepwell enroll iop_basic --clinic "$bad" --patient P-1; echo "status $?"
            stepwell init "$bad" --demo; echo "status $?"; ls -d "$bad" 2>/dev/null
            stepwell enroll iop_basic --patient "$(printf 'P-\\xff')"; echo "status $?"
            mkdir "$bad"; cp -r stepwell.yaml stepwell.db Pathways "$bad"; (cd "$bad" && stepwell list; echo "status $?")
            ln -s "$bad" link; stepwell list --clinic link; echo "status $?"
            stepwell list --clinic "$(printf 'clinic-\\xef\\xbf\\xbd')"
            """
        ).output
        #expect(told.components(separatedBy: "status 64").count == 5, "\(told)")
        #expect(told.components(separatedBy: "status 69").count == 2, "\(told)")
        #expect(told.components(separatedBy: "not_utf8").count == 5, "\(told)")
        #expect(told.contains("no cases"), "\(told)")
    }

    @Test("a case whose last input lies far ahead of the clock takes none, and doctor names it")
    func clockAhead() throws {
        let id = try JSON.parse(try shell.stepwell("show", "P-17", "--json").output)["case"]?.string ?? ""
        _ = try shell.bash(
            """
            stepwell record P-17 cssrs.level=high --at 2199-01-06
            stepwell enroll iop_basic --patient P-18 --at 2020-01-05; stepwell record P-18 cssrs.level=high --at 2020-01-06
            sed -i 's/clock: simulated.*/clock: system/' stepwell.yaml
            """)
        let told = try shell.stepwell("record", "P-17", "cssrs.level=low", "--json")
        #expect(told.status == 2)
        #expect(try JSON.parse(told.output)["refused"]?.string == "clock_ahead")
        #expect(told.errors.contains("2199-01-06") && told.errors.contains("clock"))
        #expect(try shell.stepwell("record", "P-17", "cssrs.level=low", "--at", "2026-01-05").status == 2)
        let doctor = try shell.stepwell("doctor")
        #expect(doctor.status == 1 && doctor.output.contains("case \(id)"), "\(doctor.output)")
        #expect(try shell.stepwell("record", "P-18", "cssrs.level=low").status == 0)
        // Its safety task was dated by the wrong clock, and stands first all the same.
        let tasks = try JSON.parse(try shell.stepwell("worklist", "--json").output)["tasks"]?.array ?? []
        #expect(tasks.first?["task"]?.string == "safety_evaluation")
        #expect(tasks.first?["case"]?.string == id)
        #expect(told.errors.contains("mend-clock"))
        let mended = try shell.stepwell("mend-clock", "P-17", "--reason", "the clock stood in 2199", "--json")
        #expect(mended.status == 0, "\(mended.errors)")
        #expect(try shell.stepwell("doctor").status == 0)
        let task = try JSON.parse(try shell.stepwell("show", "P-17", "--json").output)["tasks"]?.array?.first
        #expect(task?["id"]?.string == "safety_evaluation" && task?["due"]?.string?.hasPrefix("2199") == false)
        #expect(try shell.stepwell("record", "P-17", "cssrs.level=low").status == 0)
        #expect(try shell.stepwell("mend-clock", "P-17", "--reason", "again").status == 2)
    }
}
