/**
 * The serving benchmark's fields: what each means, computed from samples, as JSON and as the table.
 *
 * <p><b>Parcel in:</b> one {@link io.stepgate.report.RequestSample} per finished, successful
 * request, made by a {@link io.stepgate.report.RequestRecorder} while the tokens pass. <b>Parcel
 * out:</b> a {@link io.stepgate.report.ServingReport}, which {@link io.stepgate.report.ReportTable}
 * prints and {@link io.stepgate.report.SeedReference} sets beside the published run.
 *
 * <p>Two ways lead there. A load run has all its samples and wants exact figures: {@link
 * io.stepgate.report.ServingReport#of}. Live traffic never ends and must not grow: {@link
 * io.stepgate.report.ReportWindow} keeps sketches by time slice and answers for any window back
 * from now. Both fill the same tally and read it with the same code, so a field means one thing.
 *
 * <p>The definitions are those of {@code sglang.bench_serving}, SGLang v0.5.18; where live traffic
 * asks for another reading, the type's page says so.
 *
 * <p><b>May import:</b> {@code json}, the JDK and HdrHistogram. No clock is read here: every time
 * is handed in, in nanoseconds of one monotonic clock that the caller chooses.
 *
 * <p><b>To add a field:</b> one component in {@code ServingReport}, one entry in its {@code
 * figures()}, and, if the benchmark prints it, one line in {@code ReportTable}.
 */
package io.stepgate.report;
