import Foundation
import PathwayModel
import StepwellRuntime

extension PluginSandbox {
    /// None, whoever runs the tests.
    static let none = PluginSandbox.off(asRoot: true)
}

extension Fixture {
    /// A plugin that works out a Python expression when it is asked.
    static func saying(
        _ expression: String, prelude: String = "", manifest: String = Fixture.manifest
    ) throws -> Fixture {
        try Fixture(
            """
            \(prelude)
            def handle(id, params):
                import socket
                try:
                    value = \(expression)
                except Exception as error:
                    value = "refused: " + type(error).__name__ + " " + str(error)
                reply(id, met("-> " + str(value)[:900]))
            """, manifest: manifest)
    }

    /// Works out a Python expression inside a plugin, and gives what it comes to.
    static func inside(
        _ expression: String, _ sandbox: PluginSandbox = .sealed, prelude: String = "",
        _ change: (inout PluginLimits) -> Void = { _ in }
    ) throws -> String {
        let fixture = try Fixture.saying(expression, prelude: prelude)
        let host = try fixture.host(sandbox, change)
        defer { host.shutDown() }
        return host.answers(to: [Fixture.question()])[0].verdict.reasons.joined()
    }
}
