package import CEL
import PathwayModel

extension Value {
    /// The value in a sentence: `yes` and `no` of what is true or false, else as it is written.
    package var words: String {
        if case .bool(let holds) = self { holds ? "yes" : "no" } else { shown }
    }

    /// What something is: `level is 7`, `consent form signed: yes`.
    func told(of name: String) -> String {
        if case .bool = self { "\(name): \(words)" } else { "\(name) is \(words)" }
    }

    /// The same beside others: `level 7`, `consent form signed: yes`.
    package func listed(as name: String) -> String {
        if case .bool = self { "\(name): \(words)" } else { "\(name) \(words)" }
    }

    var isDate: Bool { if case .date = self { true } else { false } }
}
