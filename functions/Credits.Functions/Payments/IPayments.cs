namespace Credits.Functions.Payments;

/// <summary>What is needed of a payment provider, and no more.</summary>
/// <remarks>
/// Whatever the provider can't do now (no answer, 409, 429, 5xx) ends with a <see cref="PaymentsUnavailableException"/>, and asking again with the same content is safe.
/// Whatever it will not do ends with a <see cref="PaymentRefusedException"/>. A declined card is neither: it is a payment with a status.
/// </remarks>
public interface IPayments
{
    /// <summary>Whether the deployment has one. Without, nothing else may be asked.</summary>
    bool AreSetUp { get; }

    /// <summary>Makes the provider's customer of an account. The same account again is the same customer, for a day at least.</summary>
    /// <returns>The customer's id.</returns>
    Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation);

    /// <summary>Opens a page on which a customer pays. The same order again is the same page, for a day at least.</summary>
    Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation);

    /// <summary>Opens a page on which a customer leaves a card for later. The same order again is the same page, for a day at least.</summary>
    Task<CheckoutPage> OpenSetup(SetupOrder order, CancellationToken cancellation);

    /// <summary>The cards that a customer has left, newest first.</summary>
    Task<IReadOnlyList<PaymentMethod>> PaymentMethods(string customer, CancellationToken cancellation);

    /// <summary>Forgets a card of a customer.</summary>
    /// <returns>False when the customer has none of this id, whoever else has.</returns>
    Task<bool> Detach(string customer, string paymentMethodId, CancellationToken cancellation);

    /// <summary>Charges a card that was left, while its holder is away.</summary>
    /// <remarks>
    /// The same key again is the same payment, charged once, for a day at least; it is answered as it was the first time, declined ones too. So a new attempt needs a new key,
    /// and <see cref="Find"/> tells what has become of a payment since.
    /// </remarks>
    Task<Payment> Charge(ChargeOrder order, CancellationToken cancellation);

    /// <summary>Ends a payment that has not succeeded, so that it never will.</summary>
    /// <returns>The payment as it is then: one that succeeded meanwhile, or that can't be stopped any more, is what it is. Null when there is none of this id.</returns>
    Task<Payment?> Cancel(string paymentId, CancellationToken cancellation);

    /// <summary>A payment as the provider has it now; null when it has none of this id.</summary>
    Task<Payment?> Find(string paymentId, CancellationToken cancellation);

    /// <summary>An invoice as the provider has it now; null when it has none of this id.</summary>
    Task<Invoice?> FindInvoice(string invoiceId, CancellationToken cancellation);

    /// <summary>A page of this product's payments that were begun in an interval, newest first.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The first moment that is none of it any more.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellation">Ends waiting.</param>
    Task<PaymentPage> List(DateTimeOffset from, DateTimeOffset until, string? after, CancellationToken cancellation);
}
