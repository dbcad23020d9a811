using CommsBot.Content;
using CommsBot.Handoff;
using CommsBot.Outbox;
using CommsBot.Safety;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// Crisis, emergency, low blood sugar, violence: answered in every state of the conversation, before anything else but a bare keyword.
/// Looks at the message alone and at the last few joined, because people in distress write in pieces.
/// </summary>
internal sealed class Danger(SafetyScreen screen) : ITurnStep
{
    private static readonly TimeSpan FullAgain = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LineAgain = TimeSpan.FromMinutes(1);

    public bool Handles(Turn turn)
    {
        // A tap says our own words back; only what a patient writes is a patient's alarm.
        if (turn.Message.Kind != InboundKind.Message || Offers.Chosen(turn) is not null || Find(turn) is not { ComesFirst: true } alarm) return false;
        if (turn.Text.Length > 0) turn.Language = Spoken.In(turn, alarm.Language);
        Raise(turn, alarm);
        return true;
    }

    /// <summary>The fixed words for an alarm, whoever raised it, and its ticket.</summary>
    public void Raise(Turn turn, Alarm alarm)
    {
        var isWorse = IsWorse(turn, Level(alarm.Class));
        Answer(turn, alarm);
        turn.Open(TicketOf(alarm) with { IsWorse = isWorse });
        turn.TellsOfHealth |= alarm.Class is not (AlarmClass.Crisis or AlarmClass.Violence);
        turn.State.Offered = [];
    }

    public static TicketDraft TicketOf(Alarm alarm) => new(Kind(alarm.Class), alarm.Rule, TimeCritical: true);

    private Alarm? Find(Turn turn)
    {
        var alone = screen.Look(turn.Text);
        var recent = turn.Facts.Recent;
        if (alone is { ComesFirst: true } || recent.Count < 2) return alone;
        if (screen.LookJoined(recent) is not { ComesFirst: true } joined) return alone;
        // What was as dangerous before this message has had its answer; only what this message completes or makes worse is new.
        return screen.LookJoined([.. recent.SkipLast(1)]) is { ComesFirst: true } before && before.Class <= joined.Class ? alone : joined;
    }

    private static void Answer(Turn turn, Alarm alarm)
    {
        var level = Level(alarm.Class);
        var open = turn.State.Episode;
        var outcome = level is Outcome.Crisis or DangerEpisode.CrisisEmergency ? Outcome.Crisis : Outcome.Emergency;
        if (IsWorse(turn, level) || turn.Now - open!.LastFull >= FullAgain)
        {
            turn.Send(new Reply(Full(turn, alarm), outcome, MessageClass.Safety));
            turn.State.Episode = new DangerEpisode(level, turn.Now, turn.Now);
            return;
        }

        if (turn.Now - open.LastLine < LineAgain && !SaysMore(turn, open)) return;
        turn.Say(Repeat(open.Level == DangerEpisode.CrisisEmergency ? open.Level : level), outcome, MessageClass.Safety);
        turn.State.Episode = open with { LastLine = turn.Now };
    }

    /// <summary>
    /// New words about the danger ("he is not breathing") are not met with silence: on the website, where a line costs nobody anything, never; a phone gets the
    /// first line at once and then one a minute. What is repeated word for word has its answer.
    /// </summary>
    private static bool SaysMore(Turn turn, DangerEpisode open) =>
        (!turn.OnPhone || open.LastLine == open.LastFull) && !turn.Facts.Recent.SkipLast(1).Any(before => PlainWords.Of(before) == PlainWords.Of(turn.Text));

    private static bool IsWorse(Turn turn, string level) => turn.State.Episode is not { } open || Rank(level) > Rank(open.Level);

    private static string Full(Turn turn, Alarm alarm)
    {
        var reply = turn.Words(Wording(alarm));
        if (alarm.Class is not (AlarmClass.Crisis or AlarmClass.CrisisEmergency)) return reply;
        // Never more than is true: a team that is being paged is only claimed while a page can leave, and open hours only while they last.
        if (turn.Facts.CanPage) return Joined(turn, reply, turn.Words("safety/crisis-team-alerted"));
        return turn.Clinic.IsOpen(turn.Now) ? reply : Joined(turn, reply, turn.Words("safety/crisis-office-closed"));
    }

    private static string Joined(Turn turn, string reply, string last) => turn.OnPhone ? $"{reply} {last}" : $"{reply}\n\n{last}";

    private static string Wording(Alarm alarm) => alarm.Class switch
    {
        AlarmClass.CrisisEmergency => "safety/crisis-emergency",
        AlarmClass.Crisis => alarm.ThirdPerson ? "safety/crisis-third-person" : "safety/crisis",
        AlarmClass.AfterInfusionEmergency => "safety/after-infusion-911",
        AlarmClass.LowBloodSugar => "safety/low-sugar",
        AlarmClass.Violence => "safety/violence",
        _ => "safety/emergency",
    };

    // Where somebody took too much, 911 stays first whatever is written next.
    private static string Repeat(string level) => level switch
    {
        DangerEpisode.CrisisEmergency => "safety/crisis-emergency-repeat",
        Outcome.Crisis => "safety/crisis-repeat",
        _ => "safety/emergency-repeat",
    };

    private static string Level(AlarmClass found) => found switch
    {
        AlarmClass.CrisisEmergency => DangerEpisode.CrisisEmergency,
        AlarmClass.Crisis => Outcome.Crisis,
        AlarmClass.LowBloodSugar => DangerEpisode.LowSugar,
        AlarmClass.Violence => DangerEpisode.Violence,
        _ => Outcome.Emergency,
    };

    /// <summary>A higher rank gets its own full reply at once, though an episode is open.</summary>
    private static int Rank(string level) => level switch
    {
        DangerEpisode.CrisisEmergency => 4,
        Outcome.Emergency => 3,
        Outcome.Crisis => 3,
        DangerEpisode.LowSugar => 2,
        _ => 1,
    };

    private static HandoffKind Kind(AlarmClass found) =>
        found is AlarmClass.Crisis or AlarmClass.CrisisEmergency ? HandoffKind.Crisis : HandoffKind.Emergency;
}
