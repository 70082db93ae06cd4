package import JSONBytes
package import MetadataCatalog
package import OpenLineage

/// The JSON of `/api/v1`: Marquez's members in Marquez's order, nulls written, then what only Wherefrom has.
extension JSONWriter {
    package mutating func instant(_ key: StaticString, _ nanoseconds: Int64?) {
        self.key(key)
        if let nanoseconds { EventTime(nanoseconds: nanoseconds).write(to: &self) } else { null() }
    }

    package mutating func uuid(_ key: StaticString, _ uuid: UUIDBytes?) {
        member(key, uuid?.description)
    }

    package mutating func list<Element>(
        _ key: StaticString, _ elements: some Sequence<Element>, _ write: (inout JSONWriter, Element) -> Void
    ) {
        self.key(key)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    package mutating func names(_ key: StaticString, _ names: some Sequence<ByteString>) {
        list(key, names) { $0.value($1) }
    }

    mutating func identity(_ namespace: ByteString, _ name: ByteString, version: UUIDBytes? = nil) {
        beginObject()
        member("namespace", namespace)
        member("name", name)
        if let version { uuid("version", version) }
        endObject()
    }

    package mutating func datasetIDs(_ key: StaticString, _ ids: some Sequence<DatasetID>) {
        list(key, ids) { $0.identity($1.namespace, $1.name) }
    }

    package mutating func facets(_ key: StaticString, _ facets: some Sequence<FacetValue>) {
        self.key(key)
        beginObject()
        for facet in facets {
            self.key(facet.name)
            raw(facet.value)
        }
        endObject()
    }
}

// MARK: - Namespaces, sources, tags

extension JSONWriter {
    mutating func namespace(_ namespace: NamespaceRecord) {
        beginObject()
        member("name", namespace.name)
        instant("createdAt", namespace.createdAt)
        instant("updatedAt", namespace.updatedAt)
        member("ownerName", namespace.owner)
        member("description", namespace.description)
        member("isHidden", namespace.isHidden)
        endObject()
    }

    mutating func source(_ source: SourceRecord) {
        beginObject()
        member("type", source.type)
        member("name", source.name)
        instant("createdAt", source.createdAt)
        instant("updatedAt", source.updatedAt)
        member("connectionUrl", source.url)
        member("description", source.description)
        endObject()
    }

    mutating func tag(_ tag: TagRecord) {
        beginObject()
        member("name", tag.name)
        member("description", tag.description)
        endObject()
    }
}

// MARK: - Datasets

extension JSONWriter {
    /// A dataset; as the data of a node of a graph it has neither facets nor tags.
    package mutating func dataset(_ dataset: DatasetDetail, asNode: Bool = false) {
        beginObject()
        key("id")
        identity(dataset.id.namespace, dataset.id.name)
        member("type", dataset.isStream ? "STREAM" : "DB_TABLE")
        member("name", dataset.id.name)
        member("physicalName", dataset.physicalName)
        instant("createdAt", dataset.createdAt)
        instant("updatedAt", dataset.updatedAt)
        member("namespace", dataset.id.namespace)
        member("sourceName", dataset.sourceName)
        fields(dataset.fields)
        names("tags", asNode ? [] : dataset.tags)
        instant("lastModifiedAt", dataset.lastModifiedAt)
        if asNode {
            member("description", dataset.description)
            member("lastLifecycleState", dataset.lifecycleState ?? "")
        } else {
            if dataset.isStream { member("schemaLocation", dataset.schemaLocation) }
            member("lastLifecycleState", dataset.lifecycleState ?? "")
            member("description", dataset.description)
            uuid("currentVersion", dataset.currentVersion)
            columnLineage(dataset.columnLineage)
            facets("facets", dataset.facets)
            member("deleted", dataset.isDeleted)
            if !dataset.aliases.isEmpty { datasetIDs("aliases", dataset.aliases) }
        }
        endObject()
    }

    mutating func fields(_ fields: [DatasetDetail.Field]) {
        list("fields", fields) { writer, field in
            writer.beginObject()
            writer.member("name", field.name)
            writer.member("type", field.type)
            writer.names("tags", field.tags)
            writer.member("description", field.description)
            writer.endObject()
        }
    }

    private mutating func columnLineage(_ columns: [DatasetDetail.ColumnOrigin]?) {
        guard let columns else { return member("columnLineage", nil as String?) }
        list("columnLineage", columns) { writer, column in
            writer.beginObject()
            writer.member("name", column.name)
            writer.list("inputFields", column.inputs) { writer, input in
                writer.beginObject()
                writer.member("namespace", input.dataset.namespace)
                writer.member("dataset", input.dataset.name)
                writer.member("field", input.field)
                writer.member("transformationDescription", input.transformationDescription)
                writer.member("transformationType", input.transformationType)
                writer.transformations(input.transformations)
                writer.endObject()
            }
            writer.member("transformationDescription", column.transformationDescription)
            writer.member("transformationType", column.transformationType)
            writer.endObject()
        }
    }

    /// The `transformations` of `columnLineage` 1-2-0, which Marquez does not have.
    package mutating func transformations(_ transformations: [Derivation.Transformation]) {
        list("transformations", transformations) { writer, transformation in
            writer.beginObject()
            writer.member("type", transformation.type)
            writer.member("subtype", transformation.subtype)
            writer.member("description", transformation.description)
            writer.member("masking", transformation.masking)
            writer.endObject()
        }
    }

    mutating func datasetVersion(_ version: DatasetVersionDetail) {
        beginObject()
        key("id")
        identity(version.id.namespace, version.id.name, version: version.version)
        member("type", version.isStream ? "STREAM" : "DB_TABLE")
        member("name", version.id.name)
        member("physicalName", version.physicalName)
        instant("createdAt", version.createdAt)
        uuid("version", version.version)
        member("namespace", version.id.namespace)
        member("sourceName", version.sourceName)
        if version.isStream { member("schemaLocation", version.schemaLocation) }
        fields(version.fields)
        names("tags", version.tags)
        member("lifecycleState", version.lifecycleState ?? "")
        member("description", version.description)
        uuid("currentSchemaVersion", version.schemaVersion)
        key("createdByRun")
        if let created = version.run { run(created) } else { null() }
        facets("facets", version.facets)
        endObject()
    }
}

// MARK: - Jobs and runs

extension JSONWriter {
    /// A job; as the data of a node of a graph it has neither facets nor tags nor labels.
    package mutating func job(_ job: JobDetail, asNode: Bool = false) {
        beginObject()
        key("id")
        identity(job.id.namespace, job.id.name)
        member("type", job.type.rawValue)
        member("name", job.id.name)
        member("simpleName", job.simpleName)
        member("parentJobName", job.parent?.name)
        uuid("parentJobUuid", job.parent.map { VersionID.of($0) })
        if asNode { uuid("currentRunUuid", job.latestRun?.uuid) }
        instant("createdAt", job.createdAt)
        instant("updatedAt", job.updatedAt)
        member("namespace", job.id.namespace)
        datasetIDs("inputs", job.inputs)
        datasetIDs("outputs", job.outputs)
        member("location", job.location)
        member("description", job.description)
        key("latestRun")
        if let latest = job.latestRun { run(latest) } else { null() }
        if !asNode {
            list("latestRuns", job.latestRuns) { $0.run($1) }
            facets("facets", job.facets)
            uuid("currentVersion", job.currentVersion)
            names("labels", job.labels)
            names("tags", job.tags)
        }
        endObject()
    }

    mutating func jobVersion(_ version: JobVersionDetail) {
        beginObject()
        key("id")
        identity(version.job.namespace, version.job.name, version: version.version)
        member("name", version.job.name)
        instant("createdAt", version.createdAt)
        uuid("version", version.version)
        member("namespace", version.job.namespace)
        member("location", version.location)
        datasetIDs("inputs", version.inputs)
        datasetIDs("outputs", version.outputs)
        key("latestRun")
        if let latest = version.latestRun { run(latest) } else { null() }
        endObject()
    }

    package mutating func run(_ run: RunDetail) {
        beginObject()
        uuid("id", run.uuid)
        instant("createdAt", run.createdAt)
        instant("updatedAt", run.updatedAt)
        instant("nominalStartTime", run.nominalStart?.nanoseconds)
        instant("nominalEndTime", run.nominalEnd?.nanoseconds)
        member("state", run.state.rawValue)
        instant("startedAt", run.startedAt)
        instant("endedAt", run.endedAt)
        member("durationMs", run.durationMilliseconds)
        key("args")
        beginObject()
        for (name, value) in run.args {
            key(name)
            self.value(value)
        }
        endObject()
        key("jobVersion")
        if let version = run.jobVersion { identity(run.job.namespace, run.job.name, version: version) } else { null() }
        datasetUses("inputDatasetVersions", run.inputs)
        datasetUses("outputDatasetVersions", run.outputs)
        facets("facets", run.facets)
        additions(to: run)
        endObject()
    }

    /// What Marquez knows of a run and does not say.
    private mutating func additions(to run: RunDetail) {
        member("jobNamespace", run.job.namespace)
        member("jobName", run.job.name)
        if !RunID(run.runID).isUUID { member("runId", run.runID) }
        uuid("parentRunId", run.parent?.uuid)
        uuid("rootRunId", run.root?.uuid)
        guard !run.otherJobs.isEmpty else { return }
        list("otherJobs", run.otherJobs) { $0.identity($1.namespace, $1.name) }
    }

    private mutating func datasetUses(_ key: StaticString, _ uses: [RunDetail.DatasetUse]) {
        list(key, uses) { writer, use in
            writer.beginObject()
            writer.key("datasetVersionId")
            writer.identity(use.id.namespace, use.id.name, version: use.version)
            writer.facets("facets", use.facets)
            writer.endObject()
        }
    }
}
