public import StepwellStore

/// What every `CaseStore` must do, as checks that any test can run.
///
/// A check makes new stores at the places that it is given. It throws `Failure` where a store does otherwise than it
/// must, and passes on what a store throws.
public enum CaseStoreConformance {
    /// One behavior.
    public struct Check: Sendable, CustomStringConvertible {
        /// The behavior, as a sentence.
        public let name: String
        private let body: @Sendable (Workbench) throws -> Void

        /// A check of one new store.
        init(_ name: String, _ body: @escaping @Sendable (any CaseStore) throws -> Void) {
            self.init(opening: name) { try body(try $0.store()) }
        }

        /// A check of stores that it makes and opens itself.
        init(opening name: String, _ body: @escaping @Sendable (Workbench) throws -> Void) {
            self.name = name
            self.body = body
        }

        /// Runs the check.
        ///
        /// - Parameters:
        ///   - opener: makes stores of the kind that is checked.
        ///   - location: another location at each call, where nothing is.
        public func run(_ opener: any CaseStoreOpener, locations location: @escaping () throws -> String) throws {
            try body(Workbench(opener: opener, location: location))
        }

        public var description: String { name }
    }

    /// What a store does otherwise than it must: where it was found, what was expected and what came.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// All checks.
    public static let checks: [Check] =
        cases + committing + batches + racing + onlyOpen + requests + definitions + resources + time + instants
        + obligations + reading + patients + outbox + withholding + settling + counting + delivering + channels
        + disclosures + accesses + opening + backups + lists
}

/// Stores to check, and where they are.
struct Workbench {
    let opener: any CaseStoreOpener
    let location: () throws -> String

    /// A new, empty store.
    func store() throws -> any CaseStore { try opener.create(at: try location()) }
}

/// Fails unless two values are equal.
func expect<Value: Equatable>(
    _ found: Value, equals expected: Value, _ what: String, file: String = #fileID, line: Int = #line
) throws {
    guard found != expected else { return }
    throw CaseStoreConformance.Failure(
        description: "\(file):\(line): \(what): expected \(expected), found \(found)")
}

/// Fails unless something is thrown, and that very error.
func expect(
    _ expected: StoreError, _ what: String, file: String = #fileID, line: Int = #line, _ body: () throws -> Void
) throws {
    do {
        try body()
    } catch let found as StoreError {
        return try expect(found, equals: expected, what, file: file, line: line)
    }
    throw CaseStoreConformance.Failure(description: "\(file):\(line): \(what): nothing was thrown")
}
