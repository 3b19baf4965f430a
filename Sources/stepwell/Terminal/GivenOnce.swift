import StepwellClinic

/// Options stand once in a command: of two the one would silently stand for both.
enum GivenOnce {
    /// Options that may be given several times.
    private static let repeatable: Set<String> = ["--with", "--set", "--readable", "--field", "--without"]

    static func check(_ arguments: [String]) throws(Failure) {
        var given: Set<String> = []
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            let name = String(argument.prefix { $0 != "=" })
            guard repeatable.contains(name) || given.insert(name).inserted else {
                throw Failure(.usage, "given_twice", "\(name) is given twice", hint: "say it once")
            }
        }
    }
}
