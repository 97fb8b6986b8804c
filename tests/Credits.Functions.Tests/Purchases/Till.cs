using Credits.Functions.Payments;

namespace Credits.Functions.Tests.Purchases;

/// <summary>A payment provider in memory: what it says of a payment is what tests did to it.</summary>
internal sealed class Till : IPayments
{
    private readonly Dictionary<string, Payment> _payments = [];

    public bool AreSetUp => true;

    /// <summary>Runs before each answer about a payment, so that something can happen between two answers.</summary>
    public Action BeforeAnswer { get; set; } = () => { };

    public Payment this[string id]
    {
        get => _payments[id];
        set => _payments[id] = value;
    }

    public Task<string> MakeCustomer(AccountId account, string? name, CancellationToken cancellation) => Task.FromResult($"cus_{account}");

    public Task<CheckoutPage> OpenCheckout(CheckoutOrder order, CancellationToken cancellation) => Task.FromResult(new CheckoutPage("cs_1", "https://pay.example/cs_1"));

    public Task<CheckoutPage> OpenSetup(SetupOrder order, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<IReadOnlyList<PaymentMethod>> PaymentMethods(string customer, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<bool> Detach(string customer, string paymentMethodId, CancellationToken cancellation) => throw new NotSupportedException("Nobody leaves a card at this till.");

    public Task<Payment> Charge(ChargeOrder order, CancellationToken cancellation) => throw new NotSupportedException("This till charges no cards.");

    public Task<Payment?> Cancel(string paymentId, CancellationToken cancellation) => throw new NotSupportedException("This till charges no cards.");

    /// <summary>The invoices that there are.</summary>
    public Dictionary<string, Invoice> Invoices { get; } = [];

    public Task<Invoice?> FindInvoice(string invoiceId, CancellationToken cancellation) => Task.FromResult(Invoices.GetValueOrDefault(invoiceId));

    public Task<Payment?> Find(string paymentId, CancellationToken cancellation)
    {
        BeforeAnswer();
        return Task.FromResult(_payments.GetValueOrDefault(paymentId));
    }
}
