/// What `plugin new` writes, in any language: the manifest's beginning, the cases, the README.
enum PluginTemplate {
    struct File {
        var path: String
        var text: String
        var isExecutable = false
    }

    static func manifest(_ name: String, executable: String, build: String?) -> File {
        File(
            path: "plugin.yaml",
            text: """
                plugin: \(name)
                version: 1.0.0
                protocol: 1
                title: Says when too many sessions were missed
                executable: \(executable)\(build.map { "\nbuild: \($0)" } ?? "")
                # What a pathway may ask, and the only facts that are handed over.
                rules:
                  missed:
                    summary: In the last days so many sessions were missed, or more
                    reads: [attendance, today]
                    parameters:
                      type: object
                      properties:
                        count: {type: integer, minimum: 1, maximum: 100}
                        days: {type: integer, minimum: 1, maximum: 366}
                      required: [count]
                      additionalProperties: false

                """)
    }

    static let cases = File(
        path: "cases.yaml",
        text: """
            # What the rule has to answer. 'stepwell plugin check' plays these, in the sandbox.
            cases:
              - name: Two of three missed
                rule: missed
                with: {count: 2}
                facts:
                  today: 2026-02-01
                  attendance:
                    - {status: no_show, type: group, date: 2026-01-28}
                    - {status: attended, type: group, date: 2026-01-29}
                    - {status: no_show, type: group, date: 2026-01-30}
                expect: met
                because: missed 2
              - name: Long ago does not count
                rule: missed
                with: {count: 1, days: 7}
                facts:
                  today: 2026-02-01
                  attendance: [{status: no_show, date: 2026-01-02}, {status: attended, date: 2026-01-30}]
                expect: not_met
              - name: No sessions yet
                rule: missed
                with: {count: 1}
                facts: {today: 2026-02-01}
                expect: unknown
                because: waiting

            """)

    static func readme(_ name: String, build: String?) -> File {
        let first = build.map { "Build it:\n\n    \($0)\n\nThen check" } ?? "Check"
        return File(
            path: "README.md",
            text: """
                # \(name)

                A Stepwell plugin with one rule, `\(name).missed`: in the last days so many sessions were missed, or more.

                \(first) it, and let it into a clinic:

                    stepwell plugin check .
                    stepwell plugin install .        # in the clinic's folder: stepwell plugin install PATH

                In a pathway:

                    when: {rule: \(name).missed, with: {count: 2, days: 14}}

                `cases.yaml` says what it has to answer; `plugin.yaml` what it reads.

                """)
    }
}
