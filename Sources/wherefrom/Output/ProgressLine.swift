/// One line on standard error that is rewritten while long work runs; silent when that is no terminal.
final class ProgressLine {
    private let isShown: Bool
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private var last: ContinuousClock.Instant?
    private var cells = 0

    init(isShown: Bool = Console.errorIsTerminal) {
        self.isShown = isShown
        started = clock.now
    }

    /// Time since the line was made.
    var elapsed: Duration { clock.now - started }

    /// Shows `text`, at most ten times a second.
    func update(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = clock.now
        if let last, now - last < .milliseconds(100) { return }
        last = now
        let line = TerminalText.truncate(TerminalText.escape(text()), to: 100)
        Console.noteRaw("\r" + TerminalText.pad(line, to: cells))
        cells = TerminalText.width(line)
    }

    /// Wipes the line, so that what follows starts on a clean one.
    func clear() {
        guard isShown, cells > 0 else { return }
        Console.noteRaw("\r" + String(repeating: " ", count: cells) + "\r")
        cells = 0
    }
}
