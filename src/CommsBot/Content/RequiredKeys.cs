namespace CommsBot.Content;

/// <summary>The fixed sentences the code says. A start without one of them is refused: an emergency reply must not be found missing when it is needed.</summary>
internal static class RequiredKeys
{
    private static readonly Dictionary<string, string> ByFolder = new()
    {
        ["handoff"] = """
            greeting closed-now choice-ask choice-infusion choice-book choice-person choice-yes-person choice-no-thanks person-asked-open person-asked-closed
            person-already-asked-open person-already-asked-closed claimed handed-back waiting-notice staff-late page-waiting notice unknown unknown-noted team-will-tell clarify clarify-none spanish-not-yet hello thanks goodbye comment pain choice-flares not-changed-yet
            smalltalk choice-helped choice-not-helped feedback-thanks feedback-sorry not-understood-picture empty-message too-long rate-limited error sms-first-notice no-appointment-facts identity-unverified outside records
            complaint adverse clinical-dose clinical-medicine clinical-diagnosis clinical-result clinical-general clinical-urgent-call fast-broken
            identity-code identity-code-asked identity-proven identity-code-wrong identity-code-over help-question help-thanks
            numbers running-late here-arrived no-driver sick-today buying-home-use voice-menu
            page-title page-notice page-connecting page-noscript page-missing page-offline page-refused page-busy too-many-chats page-over page-ended
            page-unknown-clinic page-try-again page-start-new page-end page-end-ask page-end-yes page-end-no page-privacy
            page-terms page-chat page-open page-close page-unread
            """,
        ["booking"] = """
            start ask-name choice-name-later name-bad ask-phone phone-bad ask-new choice-new choice-returning ask-days choice-morning choice-afternoon choice-any days-bad
            ask-reason choice-skip ask-consent choice-consent-yes choice-consent-no confirm confirm-send choice-send-text choice-send-call choice-right choice-change what-to-change
            choice-change-name choice-change-phone choice-change-new choice-change-days choice-change-reason choice-change-consent
            back choice-back choice-give-up given-up choose-one resume question-later too-many-tries sent-open sent-closed how-phone how-text
            """,
        ["safety"] = """
            crisis crisis-repeat crisis-emergency crisis-team-alerted crisis-office-closed crisis-third-person emergency emergency-repeat low-sugar
            violence after-infusion-911 after-infusion-call page page-flood page-flood-mail crisis-still-here crisis-emergency-repeat emergency-still-here still-here
            """,
        ["consent"] = "help start-confirmed opt-out-confirmed opt-out-unsure opt-out-web wrong-number booking-consent",
    };

    public static IReadOnlyCollection<string> All { get; } =
        [.. ByFolder.SelectMany(folder => folder.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(key => $"{folder.Key}/{key}"))];
}
