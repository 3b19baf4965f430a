/// The example that `stepwell init` writes, part of the program so that it works anywhere.
package enum ShippedPathways {
    /// Files by their path in the pathways' folder.
    package static let example: [(path: String, bytes: [UInt8])] = [
        ("iop_basic.yaml", PackageResources.iop_basic_yaml),
        ("iop_basic.test.yaml", PackageResources.iop_basic_test_yaml),
        ("instruments/phq9.yaml", PackageResources.phq9_yaml),
        ("instruments/phq9.test.yaml", PackageResources.phq9_test_yaml),
        ("instruments/gad7.yaml", PackageResources.gad7_yaml),
        ("instruments/gad7.test.yaml", PackageResources.gad7_test_yaml),
        ("instruments/cssrs.yaml", PackageResources.cssrs_yaml),
        ("instruments/cssrs.test.yaml", PackageResources.cssrs_test_yaml),
    ]
}
