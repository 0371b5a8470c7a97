/**
 * Answers like an SGLang v0.5.18 server that runs Step-3.5-Flash, with chosen text, timing and
 * faults. No GPU, no model: it is what development, tests and the benchmark's dry runs talk to.
 *
 * <p><b>Parcel in:</b> an HTTP request on the simulator's own port. <b>Parcel out:</b> the frames
 * and JSON bodies of an SGLang server. The room's own package starts and stops a server: as a verb,
 * beside the gateway, or in a test.
 *
 * <p><b>Floors, lowest first:</b> {@code engine} says tokens at a pace, {@code script} reads what
 * is asked and chooses the text, {@code parser} splits text as the real server does, {@code wire}
 * writes frames and bodies, {@code http} is one call and its answer, {@code fault} spoils answers
 * on request, {@code endpoint} has the paths. Each imports only those before it.
 *
 * <p><b>May import:</b> {@code config}, bare Vert.x and the JDK; {@code SimulateCommand} also the
 * command-line library, {@code SimulatorStarter}, {@code SimulatorConfig} and {@code
 * SimulatorSection} alone the container. It must not import {@code parse}: a server that splits its
 * text with the gateway's own code would prove nothing about the gateway.
 *
 * <p><b>How to extend:</b> each floor's page says it.
 *
 * <p><b>Why one event loop:</b> every simulator lives on a single Vert.x context, so engine,
 * vocabulary and prefix cache need no locks, and one stream costs one timer. Only the counters that
 * tests read cross threads.
 */
package io.stepgate.simulator;
