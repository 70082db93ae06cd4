/// A table for people: a header, left-aligned columns two spaces apart, no lines.
struct TextTable {
    enum Alignment { case left, right }

    struct Column {
        var title: String
        var alignment: Alignment = .left
        /// Widest that the column may grow, in cells; longer text ends in an ellipsis.
        var widthMax: Int = .max
    }

    var columns: [Column]
    private(set) var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    init(_ titles: String...) {
        self.init(titles.map { Column(title: $0) })
    }

    var isEmpty: Bool { rows.isEmpty }

    /// Adds a row; its cells are escaped here, so that callers cannot forget it.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == columns.count, "\(cells.count) cells for \(columns.count) columns")
        rows.append(cells.map(TerminalText.escape))
    }

    mutating func append(_ cells: String...) {
        append(cells)
    }

    /// The lines of the table, header first, without trailing spaces.
    func lines(style: TerminalStyle = .plain) -> [String] {
        let titles = columns.map { $0.title.uppercased() }
        let widths = columns.indices.map { index in
            let widest = rows.reduce(TerminalText.width(titles[index])) { max($0, TerminalText.width($1[index])) }
            return min(widest, columns[index].widthMax)
        }
        let header = style.dim(line(titles, widths))
        return [header] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var result = ""
        for (index, cell) in cells.enumerated() {
            let text = TerminalText.truncate(cell, to: widths[index])
            let gap = String(repeating: " ", count: max(0, widths[index] - TerminalText.width(text)))
            if index > 0 { result += "  " }
            result += columns[index].alignment == .right ? gap + text : text + gap
        }
        while result.last == " " { result.removeLast() }
        return result
    }
}
