using CommsBot.Booking;
using CommsBot.Consent;
using CommsBot.Handoff;
using CommsBot.Patients;

namespace CommsBot.Conversations.Steps;

/// <summary>Asks the questions of a booking request and hands the finished one to staff.</summary>
internal sealed class BookingTalk(BookingConsent consent)
{
    public const string Prefix = "booking:";
    public const string Skip = Prefix + "skip";
    public const string Back = Prefix + "back";
    public const string GiveUp = Prefix + "give-up";
    public const string Right = Prefix + "right";
    public const string Change = Prefix + "change";

    public void Begin(Turn turn)
    {
        if (turn.State.Episode is { IsCrisis: true })
        {
            PersonAsked.Ask(turn, new TicketDraft(HandoffKind.Booking, "booking-in-crisis"), Outcome.Booking);
            return;
        }

        if (turn.State.Booking is not null)
        {
            Ask(turn, "booking/resume");
            return;
        }

        var form = new BookingForm { PhoneIsSenders = turn.OnPhone, ConsentWithSummary = !turn.OnPhone, Wish = new Given(turn.Text, turn.Message.Sequence) };
        // Whoever texts us is reachable at that number: it need not be asked.
        if (turn.Facts.Phone is { } phone) form.Answers[BookingQuestion.Phone] = new Given(phone.E164, turn.Message.Sequence);
        form.Asking = form.Next();
        turn.State.Booking = form;
        Ask(turn, "booking/start");
    }

    /// <summary>Asks the present question, behind one fixed sentence if given.</summary>
    public void Ask(Turn turn, string? before = null)
    {
        var form = turn.State.Booking!;
        var question = Question(turn, form);
        var text = before is null ? question : $"{turn.Words(before)}{(turn.OnPhone ? " " : "\n\n")}{question}";
        turn.Send(new Reply(text, Outcome.Booking) { Choices = Choices(turn, form) });
    }

    public void Finish(Turn turn)
    {
        var form = turn.State.Booking!;
        turn.State.Booking = null;
        var agreed = form.Value(BookingQuestion.Consent) == "yes";
        if (PhoneNumber.TryParse(form.Value(BookingQuestion.Phone), out var phone)) Record(turn, form, phone, agreed);
        turn.Open(Ticket(form));
        // A number typed on the website is not texted before its owner texts us or staff confirmed it (clinic-day 26), so the promise is a call.
        var how = turn.Words(turn.OnPhone && agreed ? "booking/how-text" : "booking/how-phone");
        if (turn.Clinic.ClosesWords(turn.Now, turn.Language, turn.Facts.Form) is { } closes)
            turn.Say("booking/sent-open", Outcome.Booking, Outbox.MessageClass.Notice, ("closes", closes), ("how", how));
        else
            turn.Say("booking/sent-closed", Outcome.Booking, Outbox.MessageClass.Notice,
                ("opens", turn.Clinic.OpensWords(turn.Now, turn.Language, turn.Facts.Form)), ("how", how));
    }

    /// <summary>The request as far as it goes, for staff.</summary>
    public static TicketDraft Ticket(BookingForm form, string reason = "booking-request") => new(HandoffKind.Booking, reason)
    {
        Patient = form.Value(BookingQuestion.Name) is { Length: > 0 } name ? name : BookingPacket.PhoneOf(form),
        Packet = BookingPacket.Of(form),
    };

    private void Record(Turn turn, BookingForm form, PhoneNumber phone, bool agreed)
    {
        var (clinic, now, words, byText) = (turn.Clinic.Id, turn.Now, form.ConsentWords, turn.OnPhone);
        turn.Do(db => consent.RecordAsync(db, clinic, phone, agreed, words, byText, now));
    }

    private static string Question(Turn turn, BookingForm form)
    {
        switch (form.Asking)
        {
            case BookingQuestion.Name: return turn.Words("booking/ask-name");
            case BookingQuestion.Phone: return turn.Words("booking/ask-phone");
            case BookingQuestion.New: return turn.Words("booking/ask-new");
            case BookingQuestion.Days: return turn.Words("booking/ask-days");
            case BookingQuestion.Reason: return turn.Words("booking/ask-reason");
            case BookingQuestion.WhatToChange: return turn.Words("booking/what-to-change");
            case BookingQuestion.Consent:
                form.ConsentWords = turn.Words("consent/booking-consent");
                return turn.OnPhone ? form.ConsentWords : $"{turn.Words("booking/ask-consent")}\n\n{form.ConsentWords}";
            case BookingQuestion.Confirm when form.ConsentWithSummary:
                form.ConsentWords = turn.Words("consent/booking-consent");
                return $"{turn.Words("booking/confirm-send", ("summary", Summary(turn, form)))}\n\n{form.ConsentWords}";
            default: return turn.Words("booking/confirm", ("summary", Summary(turn, form)));
        }
    }

    private static string Summary(Turn turn, BookingForm form)
    {
        var phone = PhoneNumber.TryParse(form.Value(BookingQuestion.Phone), out var number) ? number.National : "";
        string?[] parts =
        [
            form.Value(BookingQuestion.Name), phone,
            Label(turn, form.Value(BookingQuestion.New) == "new" ? "booking/choice-new" : "booking/choice-returning"),
            form.Value(BookingQuestion.Days), form.Value(BookingQuestion.Reason),
            form.ConsentWithSummary ? null : Label(turn, form.Value(BookingQuestion.Consent) == "yes" ? "booking/choice-consent-yes" : "booking/choice-consent-no"),
        ];
        var summary = string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));
        return turn.OnPhone && summary.Length > 170 ? summary[..170] : summary;
    }

    private static string Label(Turn turn, string key) => turn.Choice(key, "").Label;

    private static IReadOnlyList<Choice> Choices(Turn turn, BookingForm form)
    {
        Choice[] leave = [turn.Choice("booking/choice-back", Back), turn.Choice("booking/choice-give-up", GiveUp)];
        Choice Pick(string key, string means) => turn.Choice("booking/choice-" + key, Prefix + means);
        return form.Asking switch
        {
            BookingQuestion.Name => turn.OnPhone ? [leave[1]] : [Pick("name-later", "skip"), leave[1]],
            BookingQuestion.Phone => leave,
            BookingQuestion.New => [Pick("new", "new"), Pick("returning", "returning"), .. leave],
            BookingQuestion.Days => [Pick("morning", "morning"), Pick("afternoon", "afternoon"), Pick("any", "any"), .. leave],
            BookingQuestion.Reason => [turn.Choice("booking/choice-skip", Skip), .. leave],
            BookingQuestion.Consent => [Pick("consent-yes", "yes"), Pick("consent-no", "no"), .. leave],
            BookingQuestion.Confirm when form.ConsentWithSummary =>
                [Pick("send-text", "yes"), Pick("send-call", "no"), turn.Choice("booking/choice-change", Change), leave[1]],
            BookingQuestion.Confirm => [turn.Choice("booking/choice-right", Right), turn.Choice("booking/choice-change", Change), leave[1]],
            _ =>
            [
                Pick("change-name", "change-Name"), Pick("change-phone", "change-Phone"), Pick("change-new", "change-New"),
                Pick("change-days", "change-Days"), Pick("change-reason", "change-Reason"),
                .. form.ConsentWithSummary ? [] : new[] { Pick("change-consent", "change-Consent") }, leave[0],
            ],
        };
    }
}
