import Foundation
import SQLLineage
import Testing

/// The cases of all dialects. `UPDATE_FIXTURES=1` writes the answers into the files; review the difference.
struct CaseTests {
    static let isUpdate = ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1"

    @Test("the answers are those of the case files", arguments: CaseFile.all.flatMap(\.cases))
    func answersAreAsExpected(_ item: SQLCase) {
        #expect(item.answer() == item.expected || Self.isUpdate, "\(item)")
    }

    @Test("names of cases are unique in their file", arguments: CaseFile.all)
    func namesAreUnique(_ file: CaseFile) throws {
        #expect(!file.cases.isEmpty && Set(file.cases.map(\.name)).count == file.cases.count)
        if Self.isUpdate { try file.updated().write(to: file.url, atomically: true, encoding: .utf8) }
    }
}
