import CDemoStory
import OpenLineage

/// The bundled estate of examples/demo, its times filled in so that it is always recent.
enum DemoStory {
    /// The node that the first question of the demo is about.
    static let question = "dataset:postgres://warehouse:5432:meridian.marts.fct_trip_delays"

    /// The events as newline-delimited JSON.
    static func events(now: EventTime) -> [UInt8] {
        let template = Array(
            UnsafeBufferPointer(start: wherefrom_demo_story(), count: wherefrom_demo_story_bytes()))
        return filled(template, now: now)
    }

    /// Replaces `${day-N hh:mm:ss}` by that time of the day N days before today (UTC); other text stays.
    static func filled(_ template: [UInt8], now: EventTime) -> [UInt8] {
        let opening = Array("${day-".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(template.count)
        var index = 0
        while index < template.count {
            if template[index] == opening[0], template[index...].starts(with: opening),
                let end = template[index...].prefix(40).firstIndex(of: UInt8(ascii: "}")),
                let time = instant(template[(index + opening.count)..<end], now: now)
            {
                result += Array(time.description.utf8)
                index = end + 1
            } else {
                result.append(template[index])
                index += 1
            }
        }
        return result
    }

    private static func instant(_ text: ArraySlice<UInt8>, now: EventTime) -> EventTime? {
        let numbers = text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            .compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
        guard numbers.count == 4, numbers[0] < 10_000 else { return nil }
        let daySeconds: Int64 = 86_400
        let seconds = now.nanoseconds / 1_000_000_000
        let midnight = seconds - seconds % daySeconds - numbers[0] * daySeconds
        return EventTime(
            seconds: midnight + numbers[1] * 3_600 + numbers[2] * 60 + numbers[3], nanosecond: 0)
    }
}
