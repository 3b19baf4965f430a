/// What the program brings along: the example that `stepwell init` writes, and every instrument. It is part of the
/// program, so that it works anywhere.
package enum ShippedPathways {
    package typealias File = (path: String, bytes: [UInt8])

    /// The example's files by their path in the pathways' folder, with the instruments it uses.
    package static let example: [File] =
        [
            ("iop_basic.yaml", PackageResources.iop_basic_yaml),
            ("iop_basic.test.yaml", PackageResources.iop_basic_test_yaml),
        ] + instruments.filter { ["phq9", "gad7", "cssrs"].contains($0.name) }.flatMap(\.files)

    /// An instrument with its tests.
    package struct Instrument: Sendable {
        package let name: String
        let definition: [UInt8]
        let tests: [UInt8]

        package var files: [File] {
            [("instruments/\(name).yaml", definition), ("instruments/\(name).test.yaml", tests)]
        }
    }

    package static let instruments: [Instrument] = [
        Instrument(
            name: "asq", definition: PackageResources.asq_yaml, tests: PackageResources.asq_test_yaml),
        Instrument(
            name: "audit", definition: PackageResources.audit_yaml, tests: PackageResources.audit_test_yaml),
        Instrument(
            name: "audit_c", definition: PackageResources.audit_c_yaml, tests: PackageResources.audit_c_test_yaml),
        Instrument(
            name: "bam", definition: PackageResources.bam_yaml, tests: PackageResources.bam_test_yaml),
        Instrument(
            name: "cssrs", definition: PackageResources.cssrs_yaml, tests: PackageResources.cssrs_test_yaml),
        Instrument(
            name: "dast10", definition: PackageResources.dast10_yaml, tests: PackageResources.dast10_test_yaml),
        Instrument(
            name: "gad7", definition: PackageResources.gad7_yaml, tests: PackageResources.gad7_test_yaml),
        Instrument(
            name: "pcl5", definition: PackageResources.pcl5_yaml, tests: PackageResources.pcl5_test_yaml),
        Instrument(
            name: "phq2", definition: PackageResources.phq2_yaml, tests: PackageResources.phq2_test_yaml),
        Instrument(
            name: "phq9", definition: PackageResources.phq9_yaml, tests: PackageResources.phq9_test_yaml),
        Instrument(
            name: "phqa", definition: PackageResources.phqa_yaml, tests: PackageResources.phqa_test_yaml),
    ]
}
