package org.colloquy.actors.cluster.message;

import java.util.List;
import java.util.Optional;
import org.colloquy.actors.cluster.protocol.WeightsId;
import org.colloquy.wire.WireMessage;

/** What a node answers to one who is outside the cluster. */
public sealed interface FromFront extends WireMessage {

    /** Where a run is in its life. */
    enum Phase {
        /** Nobody has asked for it. */
        UNKNOWN,
        /** Others come first. */
        WAITING,
        RUNNING,
        /** Its log is whole. */
        FINISHED,
        /** Stopped on request. */
        INTERRUPTED,
        FAILED
    }

    /**
     * How far a run is.
     *
     * @param folder where it is recorded
     * @param well whether it finished without a failed dialogue or an unanswered question
     * @param reason why it failed; empty if it did not
     */
    record Progress(
            String run,
            Phase phase,
            String folder,
            int incarnation,
            long dialogues,
            long turns,
            long tokens,
            int iterations,
            boolean well,
            String reason)
            implements FromFront {}

    /** A member of the cluster. */
    record Member(
            String node, String status, List<String> roles, boolean reachable, boolean leads) {
        public Member {
            roles = List.copyOf(roles);
        }
    }

    /** How a node works for the run. */
    record Load(String node, NodeLoad load) {}

    /** A node that cannot work for the run, and why. */
    record Refusal(String node, String reason) {}

    /**
     * The run that is led.
     *
     * @param waiting jobs that no cell has
     * @param given jobs that are under way
     */
    record Work(
            Progress progress,
            int waiting,
            int given,
            List<Load> loads,
            List<Refusal> unfit,
            List<WeightsId> weights) {
        public Work {
            loads = List.copyOf(loads);
            unfit = List.copyOf(unfit);
            weights = List.copyOf(weights);
        }
    }

    /**
     * How the cluster stands, as one member sees it.
     *
     * @param work of the run that is led; empty if there is none, or who leads did not answer
     * @param waiting runs that come next
     */
    record Standing(List<Member> members, boolean led, Optional<Work> work, List<String> waiting)
            implements FromFront {
        public Standing {
            members = List.copyOf(members);
            waiting = List.copyOf(waiting);
        }
    }
}
