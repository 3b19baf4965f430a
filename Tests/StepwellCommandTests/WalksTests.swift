import Foundation
import TestSupport
import Testing

/// Random walks through the adult program, in `Tests/Walks`, with what an independent simulator of its rules says of them.
@Suite("Walks through the adult program")
struct WalksTests {
    @Test("each comes out as the simulator has it")
    func walks() throws {
        let folder = try TemporaryFolder()
        let shell = Shell(in: folder.root)
        let project = Shell.project.path
        let result = try shell.bash(
            """
            cp -r \(project)/Pathways . && cp \(project)/Tests/Walks/adult_iop_walks.test.yaml Pathways/ && \
            stepwell test Pathways/adult_iop_walks.test.yaml
            """)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.hasSuffix("40 passed, 0 failed\n"))
    }
}
