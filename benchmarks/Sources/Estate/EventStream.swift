/// The dials of a stream of events.
public struct StreamShape: Sendable {
    /// Share of the runs whose job has run before, in percent: 95 is a working day, 0 the first contact.
    public var repeatedPercent: Int
    /// The jobs that count as seen before: the first ones of the estate.
    public var warmJobs: Int
    /// Runs send START and COMPLETE, or COMPLETE alone.
    public var sendsStart: Bool
    /// Events that are held back by up to 200 events, in percent.
    public var latePercent: Int
    /// Events sent twice, in percent.
    public var duplicatePercent: Int
    /// Runs that fail, in percent.
    public var failedPercent: Int
    /// A later stream of the same estate: other run ids, later times.
    public var generation: Int

    public init(
        repeatedPercent: Int, warmJobs: Int, sendsStart: Bool = true, latePercent: Int = 0, duplicatePercent: Int = 0,
        failedPercent: Int = 0, generation: Int = 0
    ) {
        self.repeatedPercent = repeatedPercent
        self.warmJobs = max(warmJobs, 1)
        self.sendsStart = sendsStart
        self.latePercent = latePercent
        self.duplicatePercent = duplicatePercent
        self.failedPercent = failedPercent
        self.generation = generation
    }
}

/// The events of an estate's jobs in the order in which they reach a server.
///
/// One event at a time, so that streams of any length need little memory: templates of warm jobs are kept.
public struct EventStream: Sendable {
    private let estate: Estate
    private let shape: StreamShape
    private var random: SeededGenerator
    private var nextNewJob: Int
    private var runsStarted = 0
    private var pending: [(due: Int, event: PlannedEvent)] = []
    private var position = 0
    private var templates: [Int: EventTemplate] = [:]

    /// - Parameter nextNewJob: the first job that counts as never seen; without it the one after the warm jobs.
    public init(_ estate: Estate, _ shape: StreamShape, nextNewJob: Int? = nil) {
        self.estate = estate
        self.shape = shape
        self.nextNewJob = nextNewJob ?? (shape.repeatedPercent == 0 ? 0 : shape.warmJobs)
        random = SeededGenerator(seed: estate.shape.seed, lane: 7, index: shape.generation)
    }

    /// Appends the next event to `body`: JSON in one line, without a line end.
    public mutating func appendNext(to body: inout [UInt8]) {
        let event = nextPlanned()
        if event.isRepeated {
            let key = event.job * 4 + Int(event.phase.rawValue)
            if templates[key] == nil { templates[key] = estate.template(job: event.job, phase: event.phase) }
            templates[key]?.append(event.values, to: &body)
        } else {
            estate.template(job: event.job, phase: event.phase).append(event.values, to: &body)
        }
    }

    private mutating func nextPlanned() -> PlannedEvent {
        position += 1
        if let ready = pending.firstIndex(where: { $0.due <= position }) {
            return disturbed(pending.remove(at: ready).event)
        }
        let run = startRun()
        guard shape.sendsStart else { return disturbed(run.last) }
        pending.append((position + 1 + random.below(12), run.last))
        return disturbed(run.first)
    }

    /// Holds the event back, or remembers to send it again.
    private mutating func disturbed(_ event: PlannedEvent) -> PlannedEvent {
        if shape.duplicatePercent > 0, !event.isDisturbed, random.chance(percent: shape.duplicatePercent) {
            var again = event
            again.isDisturbed = true
            pending.append((position + 1 + random.below(100), again))
        }
        if shape.latePercent > 0, !event.isDisturbed, random.chance(percent: shape.latePercent) {
            var late = event
            late.isDisturbed = true
            pending.append((position + 1 + random.below(200), late))
            return nextPlanned()
        }
        return event
    }

    private mutating func startRun() -> (first: PlannedEvent, last: PlannedEvent) {
        let isRepeated = random.chance(percent: shape.repeatedPercent)
        let job: Int
        if isRepeated {
            job = runsStarted % shape.warmJobs
        } else {
            job = nextNewJob % estate.jobs
            nextNewJob += 1
        }
        runsStarted += 1
        let start = estate.shape.epoch + shape.generation * 86_400_000_000 * 30 + runsStarted * 250_137
        let duration = 900_000 + random.below(240_000_000)
        let hour = start / 3_600_000_000 * 3_600_000_000
        var pipeline = SeededGenerator(
            seed: estate.shape.seed &+ UInt64(shape.generation), lane: 8,
            index: job / Estate.pipelineSize &+ (runsStarted / shape.warmJobs) &* 1_000_003)
        let parent = UUIDText(milliseconds: hour / 1000, random: &pipeline)
        var values = RunValues(
            runID: UUIDText(milliseconds: start / 1000, random: &random), parentRunID: parent, rootRunID: parent,
            startTime: start, eventTime: start, nominalStart: hour - 3_600_000_000, statistics: random.next() >> 16)
        let first = PlannedEvent(job: job, phase: .start, values: values, isRepeated: isRepeated)
        values.eventTime = start + duration
        let end: EventPhase = random.chance(percent: shape.failedPercent) ? .fail : .complete
        return (first, PlannedEvent(job: job, phase: end, values: values, isRepeated: isRepeated))
    }
}

extension Estate {
    /// The event that job `job` sends at `phase` of each of its runs.
    public func template(job: Int, phase: EventPhase) -> EventTemplate {
        let job = self.job(job)
        return EventTemplate(
            EventBuilder(job: job, estate: self, phase: phase).tree(), spelling: job.flavour.spelling)
    }
}

/// An event that is decided on, not yet written.
private struct PlannedEvent: Sendable {
    var job: Int
    var phase: EventPhase
    var values: RunValues
    var isRepeated: Bool
    var isDisturbed = false
}
