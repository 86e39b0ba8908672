"""A job of cc-pyspark whose rows are articles: the program of docs/python-engines.md."""

import cuttings.spark
from cc_pyspark.sparkcc import CCSparkJob


class Articles(CCSparkJob):
    """The articles of WARC files."""

    name = "Articles"
    output_schema = cuttings.spark.schema()

    def process_record(self, record):
        return cuttings.process_record(record)

    # The one of the class adds up counts by key, and articles have none.
    def run_job(self, session):
        paths = session.sparkContext.textFile(self.args.input, self.args.num_input_partitions)
        rows = paths.mapPartitionsWithIndex(self.process_warcs)
        articles = session.createDataFrame(rows, schema=self.output_schema)
        articles.write.format(self.args.output_format).saveAsTable(self.args.output)
        self.log_accumulators(session)


if __name__ == "__main__":
    Articles().run()
