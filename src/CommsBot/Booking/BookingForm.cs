namespace CommsBot.Booking;

/// <summary>What a booking request asks for, in this order.</summary>
internal enum BookingQuestion
{
    Name,
    Phone,
    New,
    Days,
    Reason,
    Consent,
    Confirm,
    WhatToChange,
}

/// <summary>Something the patient gave, and the transcript entry they gave it in.</summary>
internal sealed record Given(string Value, long Sequence);

/// <summary>A half-filled request. Everything may be given, changed or left out until it is confirmed.</summary>
internal sealed class BookingForm
{
    public BookingQuestion Asking { get; set; }

    /// <summary>By question; a value may be empty (the reason was skipped). New holds <c>new</c> or <c>returning</c>, Consent <c>yes</c> or <c>no</c>, Phone E.164.</summary>
    public Dictionary<BookingQuestion, Given> Answers { get; set; } = [];

    /// <summary>The number is the sender's own and was never asked; going back steps over it.</summary>
    public bool PhoneIsSenders { get; set; }

    /// <summary>Consent is asked beside the summary: on the website, one step less for painful hands.</summary>
    public bool ConsentWithSummary { get; set; }

    /// <summary>The message that began it.</summary>
    public Given? Wish { get; set; }

    /// <summary>The words shown when consent was asked: the proof.</summary>
    public string? ConsentWords { get; set; }

    /// <summary>How often the present question was answered in a way that could not be read.</summary>
    public int Misses { get; set; }

    public string? Value(BookingQuestion question) => Answers.GetValueOrDefault(question)?.Value;

    /// <summary>The patient said so by themselves: nothing is asked about texts any more.</summary>
    /// <param name="said">The words they said it in: the proof.</param>
    public void RefuseTexts(Given said)
    {
        ConsentWithSummary = false;
        ConsentWords = said.Value;
        Answers[BookingQuestion.Consent] = said with { Value = "no" };
        if (Asking == BookingQuestion.Consent) Asking = Next();
    }

    /// <summary>The first question without an answer, else the summary.</summary>
    public BookingQuestion Next()
    {
        for (var question = BookingQuestion.Name; question < BookingQuestion.Confirm; question++)
            if (!Answers.ContainsKey(question) && !(ConsentWithSummary && question == BookingQuestion.Consent)) return question;
        return BookingQuestion.Confirm;
    }

    /// <summary>The question before the present one; the first stays the first.</summary>
    public BookingQuestion Previous() => Asking switch
    {
        BookingQuestion.WhatToChange => BookingQuestion.Confirm,
        BookingQuestion.Name => BookingQuestion.Name,
        BookingQuestion.Confirm when ConsentWithSummary => BookingQuestion.Reason,
        BookingQuestion.New when PhoneIsSenders => BookingQuestion.Name,
        var present => present - 1,
    };
}
