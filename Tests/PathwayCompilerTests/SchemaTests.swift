import Foundation
import PathwayCompiler
import PathwayModel
import Testing

/// Keys are declared once; everything else that is said of them comes from there.
@Suite("The schema of files")
struct SchemaTests {
    @Test("every form that a key names is in the reference, and is named once")
    func forms() {
        let names = Forms.all.map(\.name)
        #expect(Set(names).count == names.count)
        for form in Forms.all {
            for key in form.keys {
                for name in key.type.forms {
                    #expect(names.contains(name), "'\(key.name)' of '\(form.name)' is the form '\(name)'")
                }
            }
        }
    }

    @Test("no form has a key twice, and each key is documented in one line")
    func keys() {
        for form in Forms.all {
            let names = form.keys.map(\.name)
            #expect(Set(names).count == names.count, "\(form.name)")
            for key in form.keys {
                #expect(!key.documentation.isEmpty && !key.documentation.contains("\n"), "\(form.name).\(key.name)")
                #expect(key.since == "1")
            }
        }
    }

    @Test("the words that say what an action, a step, a criterion and a promise is are keys of theirs")
    func kinds() {
        func keys(_ form: String) -> Set<String> {
            Set(Forms.all.first { $0.name == form }?.keys.map(\.name) ?? [])
        }
        #expect(keys("action").isSuperset(of: ActionKind.allCases.map(\.rawValue)))
        #expect(keys("step").isSuperset(of: StepKind.allCases.map(\.rawValue)))
        #expect(keys("criterion").isSuperset(of: CriterionKind.allCases.map(\.rawValue)))
        #expect(keys("promise").isSuperset(of: PromiseDeclaration.Kind.allCases.map(\.rawValue)))
        #expect(keys("secret").isSuperset(of: SecretDeclaration.Kind.allCases.map(\.rawValue)))
    }

    @Test("the page of keys is what the schema says")
    func page() throws {
        let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = project.appendingPathComponent("docs/reference/keys.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text == Forms.page, "run Scripts/keys.sh and look at what changed")
    }

    @Test("a mistyped key is read as the one that was meant, at any depth")
    func mistypedKeys() {
        MarkedPathway(
            """
            stepwell: 1
            pathway: test
            version: "1"
            title: Test
            intended_use: {«user»: nurses}
            tasks: {call: {title: Call, «remnd»: 1 day before}}
            states:
              first:
                transitions: [{«evnt»: go, to: last}]
                entry: [{«opentask»: call}]
              last: {outcome: done}
            events: {go: {«logg»: true}}
            """
        ).expect(["SW120", "SW120", "SW120", "SW120", "SW120"])
    }
}
