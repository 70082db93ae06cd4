import Estate
import Testing

@Suite struct EstateTests {
    /// The events of a stream, each as text.
    private func events(_ count: Int, _ stream: EventStream) -> [String] {
        var stream = stream
        return (0..<count).map { _ in
            var bytes: [UInt8] = []
            stream.appendNext(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private func checksum(_ texts: [String]) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in texts.joined(separator: "\n").utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return sum
    }

    private static let seeds: [(EventDetail, UInt64)] = [
        (.lean, 14_396_929_631_255_774_755), (.rich, 12_137_132_156_761_276_701),
        (.structural, 1_344_289_422_327_115_109),
    ]

    @Test("the same seed gives the same bytes on every machine", arguments: seeds)
    func bytesAreReproducible(_ detail: EventDetail, _ expected: UInt64) {
        let estate = Estate(EstateShape(seed: 42, datasets: 3000, detail: detail))
        let shape = StreamShape(
            repeatedPercent: 50, warmJobs: 100, latePercent: 5, duplicatePercent: 5, failedPercent: 5)
        #expect(checksum(events(500, EventStream(estate, shape))) == expected)
    }

    @Test("another seed, and a later generation, give other events")
    func seedsDiffer() {
        let shape = StreamShape(repeatedPercent: 95, warmJobs: 100)
        var later = shape
        later.generation = 1
        let estate = Estate(EstateShape(seed: 1, datasets: 3000))
        let first = events(100, EventStream(estate, shape))
        #expect(first != events(100, EventStream(Estate(EstateShape(seed: 2, datasets: 3000)), shape)))
        #expect(Set(first).isDisjoint(with: events(100, EventStream(estate, later))))
    }

    @Test("repeated streams send START and COMPLETE of each run, with equal structure in each run of a job")
    func repeatedStreams() {
        let estate = Estate(EstateShape(seed: 3, datasets: 3000))
        let all = events(400, EventStream(estate, StreamShape(repeatedPercent: 100, warmJobs: 10)))
        let starts = all.count { $0.contains("\"START\"") }
        #expect((180...220).contains(starts))
        #expect(Set(all).count == 400)
        #expect(Set(all.compactMap(jobName)).count == 10)
    }

    @Test("first-sight streams name a new job in every event")
    func firstSightStreams() {
        let estate = Estate(EstateShape(seed: 3, datasets: 3000))
        let all = events(500, EventStream(estate, StreamShape(repeatedPercent: 0, warmJobs: 1, sendsStart: false)))
        #expect(Set(all.compactMap(jobName)).count == 500)
    }

    @Test("late and repeated events are the same events in another order")
    func disturbedStreams() {
        let estate = Estate(EstateShape(seed: 4, datasets: 3000))
        let calm = StreamShape(repeatedPercent: 95, warmJobs: 50)
        var wild = calm
        wild.duplicatePercent = 20
        let sent = events(2000, EventStream(estate, wild))
        let duplicates = sent.count - Set(sent).count
        #expect((250...420).contains(duplicates))
    }

    @Test("jobs read lower layers only, and a few datasets are read very often")
    func shapeOfTheGraph() {
        let estate = Estate(EstateShape(seed: 5, datasets: 9000))
        var readers: [Int: Int] = [:]
        var written = Set<Int>()
        for index in 0..<estate.jobs {
            let job = estate.job(index)
            for output in job.outputs {
                #expect(written.insert(output.index).inserted)
                for input in job.inputs { #expect(input.index < output.index) }
            }
            for input in job.inputs { readers[input.index, default: 0] += 1 }
        }
        let degrees = readers.values.sorted(by: >)
        #expect(degrees[0] > 50)
        #expect(degrees[degrees.count / 2] <= 3)
    }

    @Test("datasets have 1 to 300 columns with distinct names, ten on average")
    func columns() {
        let estate = Estate(EstateShape(seed: 6, datasets: 5000))
        let datasets = (0..<5000).map(estate.dataset)
        let counts = datasets.map(\.columnCount)
        #expect(counts.allSatisfy { (1...300).contains($0) })
        #expect((9...13).contains(counts.reduce(0, +) / counts.count))
        #expect(Set(datasets.map { "\($0.namespace) \($0.name)" }).count == 5000)
        let clashing = datasets.filter { dataset in
            Set((0..<dataset.columnCount).map(dataset.column)).count != dataset.columnCount
        }
        #expect(clashing.map(\.name) == [])
    }

    /// The name of the job in an event's text: the bytes between the job's name and its namespace are unique to it.
    private func jobName(_ event: String) -> String? {
        let spaced = event.contains("\"job\": {")
        let parts = event.split(separator: spaced ? "\"jobType\": {" : "\"job\":{", omittingEmptySubsequences: false)
        guard let last = parts.last, let name = last.firstRange(of: spaced ? "\"name\": \"" : "\"name\":\"") else {
            return nil
        }
        return String(last[name.upperBound...].prefix { $0 != "\"" })
    }
}
