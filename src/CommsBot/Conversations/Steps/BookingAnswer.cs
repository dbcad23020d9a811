using CommsBot.Booking;
using CommsBot.Handoff;
using Request = CommsBot.Handoff.Request;

namespace CommsBot.Conversations.Steps;

/// <summary>
/// The message while a booking question is open: its answer, one step back, leaving, a person, or a question in between, which is answered
/// before the same question is asked again.
/// </summary>
internal sealed class BookingAnswer(BookingTalk talk, AnswerTalk answers, Requests requests, BookingWords words, SmallTalk small, KeptQuestions kept) : ITurnStep
{
    private const int MostMisses = 3;

    public bool Handles(Turn turn)
    {
        if (turn.State.Booking is not { } form || turn.State.Episode is { IsCrisis: true }) return false;
        var chosen = Offers.Chosen(turn)?.Means ?? words.Means(form.Asking, turn.Text);
        if (chosen is not null && Meanings.AnswerId(chosen) is null && chosen != Meanings.Book) return Choose(turn, form, chosen);
        // "Call me at 281 555 0123" answers the question; it asks for nobody.
        var givesNumber = form.Asking == BookingQuestion.Phone && turn.Text.Any(char.IsDigit);
        if (!givesNumber && requests.Look(turn.Text) == Request.Person) return HandOver(turn, form, "asked-for-person");
        var asks = BookingReader.IsQuestion(turn.Text);
        // "Can we do Tuesday after 2" is a day, "is 713 555 0123 fine" a number, "can my dog come" no name.
        if (form.Asking == BookingQuestion.Days && BookingReader.ProposesDay(turn.Text)) return Take(turn, form, turn.Text.Trim());
        if (asks && Answered(turn)) return true;
        if (asks && form.Asking == BookingQuestion.Name) return Later(turn);
        if (form.Asking is BookingQuestion.Name or BookingQuestion.Days or BookingQuestion.Reason && small.Look(turn.Text, turn.Language) is not null) return Miss(turn, form);
        if (Read(turn, form) is { } value) return Take(turn, form, value);
        if ((!asks && Answered(turn)) || Corrected(turn, form)) return true;
        return asks ? Later(turn) : Miss(turn, form);
    }

    private bool Answered(Turn turn)
    {
        // A name or a number tells no language, whatever small words it is like ("Van", "La Toya").
        var spoken = turn.Language;
        if (answers.TryAnswer(turn, turn.Text, sureOnly: true))
        {
            talk.Ask(turn, "booking/resume");
            return true;
        }

        if (turn.State.Booking!.Asking is BookingQuestion.Name or BookingQuestion.Phone) turn.Language = spoken;
        return false;
    }

    /// <summary>A question that no answer covers is for whoever calls about the request; it is no bad name or day.</summary>
    private bool Later(Turn turn)
    {
        talk.Ask(turn, "booking/question-later");
        kept.Keep(turn);
        return true;
    }

    /// <summary>A number or a name written below the website's summary puts right what stands in it; who texts is reached at the number they text from.</summary>
    private bool Corrected(Turn turn, BookingForm form)
    {
        if (form.Asking != BookingQuestion.Confirm || turn.OnPhone) return false;
        if (BookingReader.Phone(turn.Text) is { } phone) form.Answers[BookingQuestion.Phone] = new Given(phone, turn.Message.Sequence);
        else if (BookingReader.SaidName(turn.Text) is { } name) form.Answers[BookingQuestion.Name] = new Given(name, turn.Message.Sequence);
        else return false;
        talk.Ask(turn);
        return true;
    }

    private bool Choose(Turn turn, BookingForm form, string means)
    {
        switch (means)
        {
            case BookingTalk.GiveUp:
                turn.State.Booking = null;
                turn.Say("booking/given-up", Outcome.Booking);
                return true;
            case BookingTalk.Back:
                form.Asking = form.Previous();
                form.Answers.Remove(form.Asking);
                talk.Ask(turn, "booking/back");
                return true;
            case BookingTalk.Change:
                form.Asking = BookingQuestion.WhatToChange;
                talk.Ask(turn);
                return true;
            // A typed yes to the summary is no consent to texts: that is asked by itself.
            case BookingTalk.Right when form is { Asking: BookingQuestion.Confirm, ConsentWithSummary: true }:
                form.Asking = BookingQuestion.Consent;
                talk.Ask(turn);
                return true;
            case BookingTalk.Right when form.Asking == BookingQuestion.Confirm:
                talk.Finish(turn);
                return true;
            case Meanings.Person:
                return HandOver(turn, form, "asked-for-person");
            case Meanings.NoThanks:
                goto case BookingTalk.GiveUp;
        }

        if (means.StartsWith(BookingTalk.Prefix + "change-", StringComparison.Ordinal))
        {
            form.Asking = Enum.Parse<BookingQuestion>(means[(BookingTalk.Prefix.Length + 7)..]);
            form.Answers.Remove(form.Asking);
            talk.Ask(turn);
            return true;
        }

        return Take(turn, form, Value(turn, means));
    }

    // What staff read is the label the patient tapped, except where code needs the plain value.
    private static string Value(Turn turn, string means) => means switch
    {
        BookingTalk.Skip => "",
        BookingTalk.Prefix + "morning" or BookingTalk.Prefix + "afternoon" or BookingTalk.Prefix + "any" =>
            turn.Choice("booking/choice-" + means[BookingTalk.Prefix.Length..], "").Label,
        _ => means[BookingTalk.Prefix.Length..],
    };

    private static string? Read(Turn turn, BookingForm form) => form.Asking switch
    {
        BookingQuestion.Name => BookingReader.Name(turn.Text),
        BookingQuestion.Phone => BookingReader.Phone(turn.Text),
        BookingQuestion.Days or BookingQuestion.Reason => BookingReader.Free(turn.Text),
        _ => null,
    };

    private bool Take(Turn turn, BookingForm form, string value)
    {
        if (form is { ConsentWithSummary: true, Asking: BookingQuestion.Consent or BookingQuestion.Confirm }) return Send(turn, form, value);
        form.Answers[form.Asking] = new Given(value, turn.Message.Sequence);
        form.Misses = 0;
        form.Asking = form.Next();
        talk.Ask(turn);
        return true;
    }

    private bool Send(Turn turn, BookingForm form, string consent)
    {
        form.Answers[BookingQuestion.Consent] = new Given(consent, turn.Message.Sequence);
        talk.Finish(turn);
        return true;
    }

    private bool Miss(Turn turn, BookingForm form)
    {
        if (++form.Misses < MostMisses)
        {
            talk.Ask(turn, form.Asking switch
            {
                BookingQuestion.Name => "booking/name-bad",
                BookingQuestion.Phone => "booking/phone-bad",
                BookingQuestion.Days => "booking/days-bad",
                _ => "booking/choose-one",
            });
            return true;
        }

        form.Misses = 0;
        turn.Ask("booking/too-many-tries", Outcome.Booking,
            [turn.Choice("handoff/choice-yes-person", Meanings.Person), turn.Choice("handoff/choice-no-thanks", Meanings.NoThanks)]);
        return true;
    }

    private static bool HandOver(Turn turn, BookingForm form, string reason)
    {
        turn.State.Booking = null;
        PersonAsked.Ask(turn, BookingTalk.Ticket(form, reason));
        return true;
    }
}
