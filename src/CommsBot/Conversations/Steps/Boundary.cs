using CommsBot.Answers;
using CommsBot.Handoff;
using CommsBot.Preparation;
using CommsBot.Safety;
using Request = CommsBot.Handoff.Request;

namespace CommsBot.Conversations.Steps;

/// <summary>What only a nurse, or another person, may answer: fixed words that advise nothing, and a ticket with what was asked.</summary>
internal sealed class Boundary(ClinicalBoundary boundary, SmallTalk talk, Requests requests, Asked asked, AnswerTalk answers) : ITurnStep
{
    /// <summary>In a longer message a wish may stand beside a worry.</summary>
    private const int LongestWish = 60;

    /// <summary>What an answer names (<c>nurse:</c>) that a nurse must judge for each person.</summary>
    private const string ForPerson = "personal";

    public bool Handles(Turn turn)
    {
        if (Find(turn) is not { } hit) return false;
        Say(turn, hit);
        return true;
    }

    /// <summary>What this message asks that no answer may answer; null when it is about nothing of the kind.</summary>
    public BoundaryHit? Find(Turn turn)
    {
        // A tap says our own words back: the net once took "I'm new" for a worry.
        if (Offers.Chosen(turn) is not null || boundary.Look(turn.Text) is not { } hit) return null;
        if (hit.IsGuess && (asked.IsAnsweredBy(turn) || IsPlainWish(turn.Text) || talk.Look(turn.Text, turn.Language) is { Kind: SmallTalkKind.Reaction })) return null;
        // "My sister drives me" is a driver found, however like a driver lost it looks.
        return hit is { IsGuess: true, Kind: BoundaryKind.NoDriver } && turn.OnPhone && DriverWords.NameIn(turn.Text) is not null ? null : hit;
    }

    /// <summary>A nurse must judge it, rather than a way to the clinic, a meal or where to buy.</summary>
    public static bool IsNurses(BoundaryHit hit) => hit.IsHealth || hit.Kind == BoundaryKind.Adverse;

    /// <summary>Whose desk it belongs on.</summary>
    public static HandoffKind TicketOf(BoundaryKind kind) => Rules[kind].Ticket;

    public void Say(Turn turn, BoundaryHit hit) => Say(turn, hit, inDoubt: false);

    /// <summary>No answer surely covers it, and it looks a little as if it were about this one patient.</summary>
    public void SayInDoubt(Turn turn, BoundaryHit hit) => Say(turn, hit, inDoubt: true);

    /// <param name="inDoubt">What the search would only offer as a choice is said, or is a tap away, as well.</param>
    private void Say(Turn turn, BoundaryHit hit, bool inDoubt)
    {
        turn.Language = Spoken.In(turn, hit.Language);
        var rule = Rules[hit.Kind];
        turn.Open(new TicketDraft(rule.Ticket, hit.Rule, hit.TimeCritical));
        turn.TellsOfHealth |= IsNurses(hit);
        var when = WhenOpen(turn, rule);
        var words = turn.Words(rule.Wording);
        var reply = new Reply(when is null || turn.OnPhone ? words : $"{words}\n\n{when}", rule.Outcome);
        if ((inDoubt ? answers.ForEverybody(turn) : ForEverybody(turn, hit)) is { } general)
        {
            turn.Send(reply);
            answers.Say(turn, general, turn.Words("handoff/for-everybody"));
            return;
        }

        // What holds for everybody is a tap away, and not said as if it were about this person.
        turn.Send(reply with { Choices = rule.PointsOut ? answers.InGeneral(turn, sureOnly: !inDoubt) : [] });
        // The phone's text is full with the reply itself and the numbers to call: when a person will be there is a short text of its own.
        if (when is not null && turn.OnPhone) turn.Send(new Reply(when, rule.Outcome));
    }

    // An answer that names a nurse for a person was written for whoever has what it is about; one about a medicine or a diagnosis was not.
    private IReadOnlyList<Quote>? ForEverybody(Turn turn, BoundaryHit hit)
    {
        if (hit.MayBeGeneral) return answers.ForEverybody(turn);
        var named = hit.HoldsForEverybody ? answers.NurseOf(turn) : null;
        if (named is null || (hit.Kind != BoundaryKind.Personal && named != ForPerson)) return null;
        return answers.ForEverybody(turn, hit.Kind == BoundaryKind.Personal ? Decision.Quoted : Decision.QuotedAlone);
    }

    private bool IsPlainWish(string text) => text.Length <= LongestWish && requests.Look(text) != Request.None;

    private static string? WhenOpen(Turn turn, Rule rule) => turn.Clinic.IsOpen(turn.Now) || !rule.PromisesPerson
        ? null
        : turn.Words("handoff/nurse-when-open", ("opens", turn.Clinic.OpensWords(turn.Now, turn.Language, turn.Facts.Form)));

    /// <param name="PointsOut">Curated answers may hold something for everybody; they are offered as taps.</param>
    private sealed record Rule(
        string Wording, HandoffKind Ticket, string Outcome = Conversations.Outcome.Clinical, bool PromisesPerson = true, bool PointsOut = false);

    private static readonly Dictionary<BoundaryKind, Rule> Rules = new()
    {
        [BoundaryKind.Dose] = new("handoff/clinical-dose", HandoffKind.Clinical, PointsOut: true),
        [BoundaryKind.Medicine] = new("handoff/clinical-medicine", HandoffKind.Clinical, PointsOut: true),
        [BoundaryKind.Diagnosis] = new("handoff/clinical-diagnosis", HandoffKind.Clinical, PointsOut: true),
        [BoundaryKind.Result] = new("handoff/clinical-result", HandoffKind.Clinical, PointsOut: true),
        [BoundaryKind.Personal] = new("handoff/clinical-general", HandoffKind.Clinical, PointsOut: true),
        [BoundaryKind.BuyingHomeUse] = new("handoff/buying-home-use", HandoffKind.Clinical, PromisesPerson: false),
        [BoundaryKind.FastBroken] = new("handoff/fast-broken", HandoffKind.Clinical, PromisesPerson: false),
        [BoundaryKind.NoDriver] = new("handoff/no-driver", HandoffKind.Call, PromisesPerson: false, PointsOut: true),
        [BoundaryKind.RunningLate] = new("handoff/running-late", HandoffKind.Call, PromisesPerson: false, PointsOut: true),
        [BoundaryKind.Arrived] = new("handoff/here-arrived", HandoffKind.Call, Conversations.Outcome.Handoff, PromisesPerson: false),
        [BoundaryKind.SickToday] = new("handoff/sick-today", HandoffKind.Clinical, PromisesPerson: false),
        [BoundaryKind.Records] = new("handoff/records", HandoffKind.Records, Conversations.Outcome.Handoff),
        [BoundaryKind.Complaint] = new("handoff/complaint", HandoffKind.Complaint, Conversations.Outcome.Handoff),
        [BoundaryKind.Adverse] = new("handoff/adverse", HandoffKind.Adverse),
        [BoundaryKind.Outside] = new("handoff/outside", HandoffKind.Outside, Conversations.Outcome.Handoff, PromisesPerson: false),
    };
}
