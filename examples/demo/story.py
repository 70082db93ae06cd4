#!/usr/bin/env python3
"""Writes the demo estate: three days at Meridian, an invented operator of buses and trams, as OpenLineage events.

    story.py            NDJSON with times as `${day-2 06:00:12}`: two days before today, at that time (UTC).
                        examples/demo/story.ndjson is this output; `make check` compares the two.
    story.py --now      the same with real times, ready to be sent.

The story: positions of vehicles stream in (Flink). Every night Airflow copies tickets, timetables, door counts and weather, has Spark
rebuild the trips, and has dbt model delays and ridership. A forecast is trained on the result and scored; the boards at the stops show it.
Yesterday the door counters failed. One job says nothing about what it reads, and the card holders' e-mail is masked on its way.

Run ids are fixed (name-based), so that sending the story again changes nothing on the same day.
"""
import json
import re
import sys
import uuid
from datetime import datetime, timedelta, timezone

DAYS = [3, 2, 1]  # days ago, oldest first
IDS = uuid.UUID("6d657269-6469-416e-8000-7472616e7369")
SPEC = "https://openlineage.io/spec"

TICKETS = "postgres://tickets:5432"
WAREHOUSE = "postgres://warehouse:5432"
LAKE = "s3://meridian-lake"
KAFKA = "kafka://broker:9092"
MODELS = "mlflow://models"
WEATHER = "https://weather.example"

FACETS = {  # key: (file of the specification, version)
    "parent": ("ParentRunFacet", "1-2-0"), "nominalTime": ("NominalTimeRunFacet", "1-0-1"),
    "errorMessage": ("ErrorMessageRunFacet", "1-0-1"), "processing_engine": ("ProcessingEngineRunFacet", "1-1-1"),
    "jobType": ("JobTypeJobFacet", "2-0-4"), "sql": ("SQLJobFacet", "1-1-0"),
    "documentation": ("DocumentationDatasetFacet", "1-1-0"), "ownership": ("OwnershipDatasetFacet", "1-0-1"),
    "schema": ("SchemaDatasetFacet", "1-2-0"), "columnLineage": ("ColumnLineageDatasetFacet", "1-2-0"),
    "symlinks": ("SymlinksDatasetFacet", "1-0-1"), "dataSource": ("DatasourceDatasetFacet", "1-0-1"),
    "datasetType": ("DatasetTypeDatasetFacet", "1-0-1"), "version": ("DatasetVersionDatasetFacet", "1-0-1"),
    "tags": ("TagsDatasetFacet", "1-0-0"), "outputStatistics": ("OutputStatisticsOutputDatasetFacet", "1-0-2"),
}


def producer(tool):
    return f"https://example.com/meridian/{tool}"


def facet(key, tool, **members):
    file, version = FACETS[key]
    return {key: {"_producer": producer(tool), "_schemaURL": f"{SPEC}/facets/{version}/{file}.json#/$defs/{file}", **members}}


def moment(days, clock, plus=0):
    """A placeholder for a time of day some days ago; `plus` is in seconds and may cross midnight."""
    start = datetime.strptime(clock, "%H:%M:%S") + timedelta(seconds=plus)
    carried = (start - datetime(1900, 1, 1)).days
    return "${day-%d %s}" % (days - carried, start.strftime("%H:%M:%S"))


def run_id(job, days):
    return str(uuid.uuid5(IDS, f"{job}/{days}"))


class Table:
    """A dataset with its columns (name: type) and, when it is written, where each column comes from."""

    def __init__(self, namespace, name, columns, **facets):
        self.namespace, self.name, self.columns, self.extra = namespace, name, columns, facets

    def __getitem__(self, column):
        assert column in self.columns, f"{self.name} has no column {column}"
        return (self, column)

    def mention(self, tool):
        fields = [{"name": n, "type": t, "ordinal_position": i + 1} for i, (n, t) in enumerate(self.columns.items())]
        facets = facet("schema", tool, fields=fields) if fields else {}
        for key, members in self.extra.items():
            facets |= facet(key, tool, **members)
        return {"namespace": self.namespace, "name": self.name, "facets": facets}


def columns_from(target, sources, whole=()):
    """The columnLineage facet's members. `sources`: {column: [(source, how)]}, `whole`: sources that decide which rows there are."""
    def entry(source, how):
        table, column = source
        kind, _, rest = how.partition("/")
        subtype, _, masked = rest.partition("/")
        return {"namespace": table.namespace, "name": table.name, "field": column, "transformations": [
            {"type": kind, "subtype": subtype, "description": "", "masking": masked == "masked"}]}
    for column in sources:
        assert column in target.columns, f"{target.name} has no column {column}"
    return {"fields": {column: {"inputFields": [entry(*s) for s in found]} for column, found in sources.items()},
            "dataset": [entry(*s) for s in whole]}


COPY, CALC, SUM, MASK = "DIRECT/IDENTITY", "DIRECT/TRANSFORMATION", "DIRECT/AGGREGATION", "DIRECT/TRANSFORMATION/masked"
JOIN, FILTER, GROUP = "INDIRECT/JOIN", "INDIRECT/FILTER", "INDIRECT/GROUP_BY"


# --- the datasets -----------------------------------------------------------------------------------------------------------------

def warehouse(schema, name, columns, **facets):
    return Table(WAREHOUSE, f"meridian.{schema}.{name}", columns, dataSource={"name": WAREHOUSE, "uri": f"{WAREHOUSE}/meridian"}, **facets)


positions = Table(KAFKA, "vehicle.positions", {"vehicle": "string", "trip": "string", "latitude": "double", "longitude": "double", "at": "timestamp"},
                  datasetType={"datasetType": "TOPIC", "subType": ""})
boards = Table(KAFKA, "stop.boards", {"stop": "string", "line": "string", "expected_at": "timestamp"}, datasetType={"datasetType": "TOPIC", "subType": ""})
bronze_positions = Table(LAKE, "bronze/vehicle_positions", {**positions.columns, "day": "date"})
bronze_weather = Table(LAKE, "bronze/weather", {"station": "string", "at": "timestamp", "rain_mm": "double", "temperature": "double"})
weather_api = Table(WEATHER, "/v2/observations", {})
visits = Table(LAKE, "silver/stop_visits", {"trip": "string", "stop": "string", "arrived_at": "timestamp", "day": "date"},
               symlinks={"identifiers": [{"namespace": "hive://metastore:9083", "name": "silver.stop_visits", "type": "TABLE"}]})
visits_weather = Table(LAKE, "silver/stop_visits_weather", {**visits.columns, "rain_mm": "double"})

taps_source = Table(TICKETS, "tickets.public.taps", {"id": "bigint", "card": "bigint", "stop": "text", "at": "timestamptz", "fare_cents": "integer"})
cards_source = Table(TICKETS, "tickets.public.cards", {"id": "bigint", "email": "text", "kind": "text"},
                     tags={"tags": [{"key": "personal", "value": "true", "source": "USER", "field": "email"}]})
timetable_file = Table("file://feeds", "/incoming/timetable.zip", {})
counters = Table("sftp://doors:22", "/export/counts.csv", {"vehicle": "string", "at": "string", "boarded": "string", "left": "string"})

raw_taps = warehouse("raw", "taps", taps_source.columns)
raw_cards = warehouse("raw", "cards", cards_source.columns)
raw_trips = warehouse("raw", "trips", {"trip": "text", "line": "text", "vehicle_kind": "text"})
raw_stops = warehouse("raw", "stops", {"stop": "text", "name": "text", "zone": "integer"})
raw_stop_times = warehouse("raw", "stop_times", {"trip": "text", "stop": "text", "planned_at": "time"})
raw_counts = warehouse("raw", "door_counts", {"vehicle": "text", "at": "timestamptz", "boarded": "integer", "left": "integer"})
raw_visits = warehouse("raw", "stop_visits", {"trip": "text", "stop": "text", "arrived_at": "timestamptz", "rain_mm": "real"})

stg_taps = warehouse("staging", "stg_taps", {"tap_id": "bigint", "card_id": "bigint", "stop_id": "text", "tapped_at": "timestamptz", "fare": "numeric"})
stg_cards = warehouse("staging", "stg_cards", {"card_id": "bigint", "email_hash": "text", "is_concession": "boolean"})
stg_visits = warehouse("staging", "stg_stop_visits", {"trip_id": "text", "stop_id": "text", "arrived_at": "timestamptz", "rain_mm": "real"})
dim_stop = warehouse("marts", "dim_stop", {"stop_id": "text", "stop_name": "text", "zone": "integer"})
fct_delays = warehouse("marts", "fct_trip_delays", {"trip_id": "text", "line": "text", "stop_id": "text", "delay_seconds": "integer", "rain_mm": "real"})
fct_ridership = warehouse("marts", "fct_ridership", {"stop_id": "text", "zone": "integer", "day": "date", "riders": "bigint", "revenue": "numeric"})
scorecard = warehouse("marts", "line_scorecard", {"line": "text", "punctuality": "numeric", "worst_stop": "text"})

features = warehouse("ml", "delay_features", {"trip_id": "text", "stop_id": "text", "rain_mm": "real", "mean_delay": "real", "riders": "bigint"})
model = Table(MODELS, "delay_forecast", {}, datasetType={"datasetType": "MODEL", "subType": "gradient boosting"})
predictions = warehouse("ml", "delay_predictions", {"trip_id": "text", "stop_id": "text", "predicted_delay": "real", "predicted_at": "timestamptz"})


# --- the jobs ---------------------------------------------------------------------------------------------------------------------

class Job:
    """One job of the nightly chain: when it starts, how long it takes, what it reads and writes."""

    def __init__(self, tool, namespace, name, start, seconds, reads=(), writes=(), parent=None, kind="TASK", columns=None, whole=(),
                 sql=None, about=None, rows=None):
        self.tool, self.namespace, self.name, self.start, self.seconds = tool, namespace, name, start, seconds
        self.reads, self.writes, self.parent, self.kind = reads, writes, parent, kind
        self.columns, self.whole, self.sql, self.about, self.rows = columns or {}, whole, sql, about, rows

    def event(self, type, days, plus, outputs=True, facets=None):
        run = {"runId": run_id(self.name, days), "facets": dict(facets or {})}
        run["facets"] |= facet("nominalTime", self.tool, nominalStartTime=moment(days, "00:00:00"))
        if self.parent:
            run["facets"] |= facet("parent", self.tool, run={"runId": run_id(self.parent.name, days)},
                                   job={"namespace": self.parent.namespace, "name": self.parent.name})
        job = {"namespace": self.namespace, "name": self.name, "facets": facet(
            "jobType", self.tool, processingType="STREAMING" if self.kind == "STREAM" else "BATCH", integration=self.tool.upper(), jobType=self.kind)}
        if self.sql:
            job["facets"] |= facet("sql", self.tool, query=self.sql, dialect="postgres")
        if self.about:
            documentation = facet("documentation", self.tool, description=self.about)
            documentation["documentation"]["_schemaURL"] = f"{SPEC}/facets/1-1-0/DocumentationJobFacet.json#/$defs/DocumentationJobFacet"
            job["facets"] |= documentation
        return {"eventType": type, "eventTime": moment(days, self.start, plus), "producer": producer(self.tool),
                "schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent", "run": run, "job": job,
                "inputs": [t.mention(self.tool) for t in self.reads], "outputs": self.outputs(days) if outputs else []}

    def outputs(self, days):
        found = []
        for table in self.writes:
            mention = table.mention(self.tool)
            if table in self.columns:
                mention["facets"] |= facet("columnLineage", self.tool, **columns_from(table, self.columns[table], self.whole))
            if table is model:
                mention["facets"] |= facet("version", self.tool, datasetVersion=str(41 - days))
            if self.rows:
                mention["outputFacets"] = facet("outputStatistics", self.tool, rowCount=self.rows + 173 * (3 - days), size=self.rows * 61)
            found.append(mention)
        return found


def same(target, source, names):
    """Columns that are copied under the same name."""
    return {name: [(source[name], COPY)] for name in names}


dag = Job("airflow", "airflow", "nightly_transit", "02:00:00", 5400, kind="DAG", about="Everything that has to be ready before the first tram.")


def task(name, start, seconds, **more):
    return Job("airflow", "airflow", f"nightly_transit.{name}", start, seconds, parent=dag, **more)


fetch_weather = task("fetch_weather", "02:00:20", 40, reads=[weather_api], writes=[bronze_weather], rows=2880)
copy_tickets = task("copy_tickets", "02:00:20", 410, reads=[taps_source, cards_source], writes=[raw_taps, raw_cards], rows=412_000, columns={
    raw_taps: same(raw_taps, taps_source, taps_source.columns), raw_cards: same(raw_cards, cards_source, cards_source.columns)})
load_timetable = task("load_timetable", "02:00:21", 95, reads=[timetable_file], writes=[raw_trips, raw_stops, raw_stop_times], rows=98_000)
load_counts = task("load_door_counts", "02:00:22", 70, reads=[counters], writes=[raw_counts], rows=51_000, columns={raw_counts: {
    "vehicle": [(counters["vehicle"], COPY)], "at": [(counters["at"], CALC)],
    "boarded": [(counters["boarded"], CALC)], "left": [(counters["left"], CALC)]}})
submit_spark = task("rebuild_trips", "02:08:00", 1500, about="Submits the Spark application and waits for it.")
spark = Job("spark", "spark", "trip_rebuild", "02:08:30", 1440, parent=submit_spark, kind="APPLICATION")
spark_visits = Job("spark", "spark", "trip_rebuild.visits", "02:09:00", 800, reads=[bronze_positions], writes=[visits], parent=spark, kind="SQL_JOB", rows=730_000, columns={
    visits: {"trip": [(bronze_positions["trip"], COPY)], "day": [(bronze_positions["day"], COPY)],
             "stop": [(bronze_positions["latitude"], CALC), (bronze_positions["longitude"], CALC)],
             "arrived_at": [(bronze_positions["at"], SUM)]}}, whole=[(bronze_positions["vehicle"], GROUP)])
spark_weather = Job("spark", "spark", "trip_rebuild.visits_with_weather", "02:23:00", 500, reads=[visits, bronze_weather], writes=[visits_weather], parent=spark,
                    kind="SQL_JOB", rows=730_000, columns={visits_weather: {
                        **same(visits_weather, visits, visits.columns), "rain_mm": [(bronze_weather["rain_mm"], SUM)]}}, whole=[(bronze_weather["at"], JOIN)])
load_visits = task("load_visits", "02:33:30", 210, reads=[visits_weather], writes=[raw_visits], rows=730_000, columns={
    raw_visits: same(raw_visits, visits_weather, raw_visits.columns)})
run_dbt = task("run_dbt", "02:37:30", 900, about="dbt-ol run")
dbt = Job("dbt", "dbt", "dbt-run-meridian", "02:37:40", 870, parent=run_dbt, kind="JOB")


def dbt_model(table, start, seconds, reads, columns, whole=(), rows=1000, sql=None):
    name = table.name.split(".", 1)[1]
    return Job("dbt", "dbt", f"meridian.{name}", start, seconds, reads=reads, writes=[table], parent=dbt, kind="MODEL", columns={table: columns}, whole=whole,
               rows=rows, sql=sql)


models = [
    dbt_model(stg_taps, "02:38:00", 31, [raw_taps], {
        "tap_id": [(raw_taps["id"], COPY)], "card_id": [(raw_taps["card"], COPY)], "stop_id": [(raw_taps["stop"], COPY)],
        "tapped_at": [(raw_taps["at"], COPY)], "fare": [(raw_taps["fare_cents"], CALC)]}, rows=412_000,
        sql="select id as tap_id, card as card_id, stop as stop_id, at as tapped_at, fare_cents / 100.0 as fare from raw.taps"),
    dbt_model(stg_cards, "02:38:00", 12, [raw_cards], {
        "card_id": [(raw_cards["id"], COPY)], "email_hash": [(raw_cards["email"], MASK)], "is_concession": [(raw_cards["kind"], CALC)]}, rows=88_000,
        sql="select id as card_id, sha256(lower(email)::bytea) as email_hash, kind <> 'full' as is_concession from raw.cards"),
    dbt_model(stg_visits, "02:38:01", 44, [raw_visits], {
        "trip_id": [(raw_visits["trip"], COPY)], "stop_id": [(raw_visits["stop"], COPY)], "arrived_at": [(raw_visits["arrived_at"], COPY)],
        "rain_mm": [(raw_visits["rain_mm"], CALC)]}, whole=[(raw_visits["arrived_at"], FILTER)], rows=729_000),
    dbt_model(dim_stop, "02:38:05", 6, [raw_stops], {
        "stop_id": [(raw_stops["stop"], COPY)], "stop_name": [(raw_stops["name"], COPY)], "zone": [(raw_stops["zone"], COPY)]}, rows=1_900),
    dbt_model(fct_delays, "02:39:00", 160, [stg_visits, raw_stop_times, raw_trips], {
        "trip_id": [(stg_visits["trip_id"], COPY)], "line": [(raw_trips["line"], COPY)], "stop_id": [(stg_visits["stop_id"], COPY)],
        "delay_seconds": [(stg_visits["arrived_at"], CALC), (raw_stop_times["planned_at"], CALC)], "rain_mm": [(stg_visits["rain_mm"], COPY)]},
        whole=[(raw_stop_times["trip"], JOIN), (raw_stop_times["stop"], JOIN), (raw_trips["trip"], JOIN)], rows=729_000),
    dbt_model(fct_ridership, "02:39:00", 120, [stg_taps, dim_stop, stg_cards, raw_counts], {
        "stop_id": [(stg_taps["stop_id"], COPY)], "zone": [(dim_stop["zone"], COPY)], "day": [(stg_taps["tapped_at"], CALC)],
        "riders": [(stg_taps["tap_id"], SUM), (raw_counts["boarded"], SUM)], "revenue": [(stg_taps["fare"], SUM)]},
        whole=[(stg_taps["stop_id"], GROUP), (dim_stop["stop_id"], JOIN), (stg_cards["is_concession"], FILTER)], rows=1_900),
    dbt_model(scorecard, "02:42:00", 18, [fct_delays, fct_ridership], {
        "line": [(fct_delays["line"], COPY)], "punctuality": [(fct_delays["delay_seconds"], SUM), (fct_ridership["riders"], SUM)],
        "worst_stop": [(fct_delays["stop_id"], SUM), (fct_delays["delay_seconds"], SUM)]}, whole=[(fct_delays["line"], GROUP)], rows=64),
]

build_features = Job("python", "ml", "delay_forecast.build_features", "03:35:00", 240, reads=[fct_delays, fct_ridership], writes=[features], kind="FEATURES", rows=729_000, columns={
    features: {"trip_id": [(fct_delays["trip_id"], COPY)], "stop_id": [(fct_delays["stop_id"], COPY)], "rain_mm": [(fct_delays["rain_mm"], COPY)],
               "mean_delay": [(fct_delays["delay_seconds"], SUM)], "riders": [(fct_ridership["riders"], COPY)]}}, whole=[(fct_ridership["stop_id"], JOIN)])
train = Job("python", "ml", "delay_forecast.train", "03:40:00", 1300, reads=[features], writes=[model], kind="TRAINING", about="Trains on the last 90 days.")
score = Job("python", "ml", "delay_forecast.score", "04:05:00", 90, reads=[features, model], writes=[predictions], kind="SCORING", rows=48_000, columns={
    predictions: {"trip_id": [(features["trip_id"], COPY)], "stop_id": [(features["stop_id"], COPY)],
                  "predicted_delay": [(features[c], CALC) for c in ("rain_mm", "mean_delay", "riders")]}})
mail = Job("cron", "cron", "mail_scorecard", "05:30:00", 12, reads=[scorecard], kind="SCRIPT", about="Mails the scorecard to the line managers.")
lost_property = Job("cron", "cron", "tidy_lost_property", "05:00:00", 33, kind="SCRIPT", about="Says nothing about what it reads or writes.")

positions_job = Job("flink", "flink", "store_positions", "00:30:00", 0, reads=[positions], writes=[bronze_positions], kind="STREAM", columns={
    bronze_positions: {**same(bronze_positions, positions, positions.columns), "day": [(positions["at"], CALC)]}})
boards_job = Job("flink", "flink", "show_on_boards", "00:31:00", 0, reads=[positions, predictions], writes=[boards], kind="STREAM", columns={
    boards: {"stop": [(predictions["stop_id"], COPY)], "line": [(positions["trip"], CALC)], "expected_at": [(positions["at"], CALC), (predictions["predicted_delay"], CALC)]}},
    whole=[(predictions["trip_id"], JOIN)])

NIGHTLY = [dag, fetch_weather, copy_tickets, load_timetable, load_counts, submit_spark, spark, spark_visits, spark_weather, load_visits, run_dbt, dbt, *models,
           build_features, train, score, lost_property, mail]


# --- the story --------------------------------------------------------------------------------------------------------------------

def story():
    events = [describe_delays()]
    for stream in (positions_job, boards_job):
        # A stream starts once and reports from time to time; it never completes.
        events.append(stream.event("START", DAYS[0], 0))
        events += [stream.event("RUNNING", DAYS[0], 86_400 * n + 21_600) for n in range(3)]
    for days in DAYS:
        for job in NIGHTLY:
            events.append(job.event("START", days, 0, outputs=False))
            if job is load_counts and days == 1:
                error = facet("errorMessage", job.tool, message="door counters: connection refused by sftp://doors:22", programmingLanguage="PYTHON",
                              stackTrace="ConnectionRefusedError: [Errno 111] Connection refused")
                events.append(job.event("FAIL", days, 70, outputs=False, facets=error))
            else:
                events.append(job.event("COMPLETE", days, job.seconds, facets=quality(job)))
    return sorted(events, key=lambda e: sort_key(e["eventTime"]))


def describe_delays():
    """A DatasetEvent: what people say about a table, not what a run did to it."""
    about = Table(fct_delays.namespace, fct_delays.name, {}, documentation={"description": "One row for each stop of each trip: how late was it?"},
                  ownership={"owners": [{"name": "team:operations-analytics", "type": "OWNER"}]}, tags={"tags": [{"key": "tier", "value": "gold", "source": "USER"}]})
    return {"eventTime": moment(3, "01:00:00"), "producer": producer("catalog"), "schemaURL": f"{SPEC}/2-0-2/OpenLineage.json#/$defs/DatasetEvent",
            "dataset": about.mention("catalog")}


def quality(job):
    return facet("processing_engine", job.tool, name="spark", version="3.5.4", openlineageAdapterVersion="1.54.0") if job.tool == "spark" else {}


def sort_key(placeholder):
    days, clock = placeholder[6:-1].split(" ")
    return (-int(days), clock)


def with_real_times(text, today):
    def real(match):
        hours, minutes, seconds = map(int, match[2].split(":"))
        return (today - timedelta(days=int(match[1])) + timedelta(hours=hours, minutes=minutes, seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return re.sub(r"\$\{day-(\d+) (\d\d:\d\d:\d\d)\}", real, text)


def main():
    text = "".join(json.dumps(event, separators=(",", ":")) + "\n" for event in story())
    if "--now" in sys.argv[1:]:
        text = with_real_times(text, datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0))
    sys.stdout.write(text)


main()
