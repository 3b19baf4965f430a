import StepwellRuntime

/// Where a clinic's store is, and where on this machine stands what belongs to it.
package struct StorePlace: Hashable, Sendable {
    /// What it is opened with: a path, or an address as the settings have it.
    package let location: String
    /// Whether it is no file of this machine's.
    package let isAddress: Bool
    /// The path beside which stands what is not in the store itself.
    package let side: String

    /// - Parameter store: as the settings have it.
    package init(_ store: String, in folder: String) {
        if let scheme = StoreLocation(store).scheme {
            (location, isAddress, side) = (store, true, "\(folder)/\(scheme)")
        } else {
            let path = FilePath.of(store, in: folder)
            (location, isAddress, side) = (path, false, path)
        }
    }

    /// Whether there is none for sure: behind an address there may always be one.
    package var isMissing: Bool { !isAddress && !FileReader.exists(location) }
}
