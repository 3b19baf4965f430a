import Foundation

/// Who was shown, as the bytes in which a store keeps it.
extension Access.Subject {
    /// A list for each patient: the number, and the cases' ids.
    package static func bytes(of subjects: [Access.Subject]) throws(StoreError) -> [UInt8] {
        do { return [UInt8](try JSONEncoder().encode(subjects.map { [$0.patient] + $0.cases.map(\.text) })) } catch {
            throw .unavailable(detail: "an access cannot be written down")
        }
    }

    package static func list(_ bytes: [UInt8]) throws(StoreError) -> [Access.Subject] {
        let lists: [[String]]
        do { lists = try JSONDecoder().decode([[String]].self, from: Data(bytes)) } catch {
            throw .damaged(detail: "an access cannot be read")
        }
        var subjects: [Access.Subject] = []
        for words in lists {
            guard let patient = words.first else { throw .damaged(detail: "an access names nobody") }
            subjects.append(Access.Subject(patient: patient, cases: words.dropFirst().map { CaseID($0) }))
        }
        return subjects
    }
}
