import StepwellStore

/// Who saw what.
extension MemoryContents {
    func accesses(_ filter: AccessFilter, after last: Int?, limit: Int) -> [KeptAccess] {
        let reviewed = Set(accesses.compactMap { $0.review?.of })
        let kept = accesses.enumerated().dropFirst(last ?? 0).filter { place, access in
            switch filter.emergencies {
            case .among: filter.isMet(by: access)
            case .only: access.emergency != nil && filter.isMet(by: access)
            case .unreviewed:
                access.emergency != nil && !reviewed.contains(place + 1) && filter.isMet(by: access)
            }
        }
        return kept.prefix(max(0, limit)).map { KeptAccess(number: $0.offset + 1, access: $0.element) }
    }
}

extension AccessFilter {
    /// Whether all that it says but of emergencies is so.
    fileprivate func isMet(by access: Access) -> Bool {
        (patients.map { wanted in access.subjects.contains { wanted.contains($0.patient) } } ?? true)
            && (person.map { $0 == access.actor || $0 == access.speaker } ?? true)
            && (since.map { $0 <= access.at } ?? true) && (until.map { access.at < $0 } ?? true)
    }
}
