/// The specification's functions.
extension Checker {
    static let standardFunctionNames: [String] = []

    mutating func checkStandardFunction(_ call: Call, _ name: String, receiver: Checked?) -> Checked? { nil }

    mutating func checkStandardMacro(_ call: Call, _ receiver: Syntax.ID) -> Checked? { nil }
}
